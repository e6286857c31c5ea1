/*
 * Uses every part of libchipplace as a program in C would, and ends with status 1 at the first thing that
 * is not as chipplace.h says. Run under valgrind and with the address sanitizer by `run`.
 *
 *     client NETLIST PLACEMENT FOLDER
 *
 * FOLDER is where files are written.
 */
#include <chipplace.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPECT(condition)                                                                       \
  do {                                                                                          \
    if (!(condition)) {                                                                         \
      fprintf(stderr, "%s:%d: not so: %s (last error: %s)\n", __FILE__, __LINE__, #condition,   \
              chipplace_last_error());                                                          \
      exit(1);                                                                                  \
    }                                                                                           \
  } while (0)

static const char *netlist_file, *placement_file, *folder;

static chipplace_design *read_design(void) {
  chipplace_read_options options;
  chipplace_read_options_init(&options);
  options.placement = placement_file;
  chipplace_design *design = chipplace_design_read(netlist_file, &options);
  EXPECT(design != NULL);
  return design;
}

static chipplace_counts counts_of(const chipplace_design *design) {
  chipplace_counts counts = {.size = sizeof counts};
  EXPECT(chipplace_design_counts(design, &counts) == CHIPPLACE_OK);
  return counts;
}

static void test_versions(void) {
  EXPECT(chipplace_abi_version() == CHIPPLACE_ABI_VERSION);
  EXPECT(strchr(chipplace_version(), '.') != NULL);
  EXPECT(strcmp(chipplace_last_error(), "") == 0);
}

static void test_errors(void) {
  EXPECT(chipplace_design_read("/no/such/file", NULL) == NULL);
  EXPECT(strstr(chipplace_last_error(), "/no/such/file") != NULL);
  EXPECT(chipplace_design_read(NULL, NULL) == NULL);
  EXPECT(chipplace_design_read_memory("nothing", 7, "text", NULL) == NULL);
  EXPECT(strncmp(chipplace_last_error(), "text:", 5) == 0);
  EXPECT(chipplace_design_counts(NULL, NULL) == CHIPPLACE_INVALID_ARGUMENT);
  EXPECT(chipplace_design_x(NULL) == NULL);
  chipplace_design_free(NULL);
  chipplace_session_free(NULL);
  chipplace_stop_free(NULL);

  chipplace_design *design = read_design();
  EXPECT(chipplace_design_write(design, "/no/such/folder/placed.plc") ==
         CHIPPLACE_UNWRITABLE_OUTPUT);
  EXPECT(chipplace_design_read_placement(design, "/no/such/file") == CHIPPLACE_UNREADABLE_INPUT);
  chipplace_counts wrong = {.size = sizeof wrong + 8};
  EXPECT(chipplace_design_counts(design, &wrong) == CHIPPLACE_INVALID_ARGUMENT);
  size_t ports_only_size = offsetof(chipplace_counts, pins);
  chipplace_counts shorter = {.size = ports_only_size, .pins = 12345};
  EXPECT(chipplace_design_counts(design, &shorter) == CHIPPLACE_OK);
  EXPECT(shorter.nodes > 0 && shorter.pins == 12345 && shorter.size == ports_only_size);
  chipplace_design_x(design)[0] = NAN;
  chipplace_costs costs;
  EXPECT(chipplace_evaluate(design, NULL, &costs, NULL, NULL, NULL, NULL) ==
         CHIPPLACE_INVALID_ARGUMENT);
  EXPECT(chipplace_session_create(design, NULL) == NULL);
  chipplace_design_free(design);
}

static void test_design(void) {
  chipplace_design *design = read_design();
  chipplace_counts counts = counts_of(design);
  EXPECT(counts.nodes ==
         counts.hard_macros + counts.soft_macros + counts.standard_cells + counts.ports);
  const uint8_t *kinds = chipplace_design_kinds(design);
  size_t hard = 0;
  for (size_t node = 0; node < counts.nodes; node++) hard += kinds[node] == CHIPPLACE_HARD_MACRO;
  EXPECT(hard == counts.hard_macros);

  const int32_t *offsets = chipplace_design_net_offsets(design);
  EXPECT(offsets[0] == 0 && (size_t)offsets[counts.nets] == counts.net_pins);
  const int32_t *pins = chipplace_design_net_pins(design);
  const int32_t *nodes = chipplace_design_pin_nodes(design);
  for (size_t pin = 0; pin < counts.net_pins; pin++) {
    EXPECT(pins[pin] >= 0 && (size_t)pins[pin] < counts.pins);
    EXPECT(nodes[pins[pin]] >= 0 && (size_t)nodes[pins[pin]] < counts.nodes);
  }

  char name[256];
  for (size_t node = 0; node < counts.nodes; node++) {
    size_t length = chipplace_design_node_name(design, node, name, sizeof name);
    EXPECT(length > 0 && strlen(name) == length);
  }
  EXPECT(chipplace_design_find_node(design, name) == (int64_t)counts.nodes - 1);
  EXPECT(chipplace_design_find_node(design, "no such node") == -1);
  char shorter[3];
  EXPECT(chipplace_design_node_name(design, counts.nodes - 1, shorter, 3) == strlen(name));
  EXPECT(strlen(shorter) == 2 && strncmp(shorter, name, 2) == 0);
  EXPECT(chipplace_design_node_name(design, counts.nodes, NULL, 0) == 0);
  EXPECT(chipplace_design_net_name(design, 0, name, sizeof name) > 0);
  chipplace_die die;
  EXPECT(chipplace_design_die(design, &die) == CHIPPLACE_OK && die.max_x > die.min_x);
  chipplace_design_free(design);
}

static void test_memory(void) {
  FILE *file = fopen(netlist_file, "rb");
  EXPECT(file != NULL && fseek(file, 0, SEEK_END) == 0);
  long size = ftell(file);
  rewind(file);
  char *bytes = malloc((size_t)size);
  EXPECT(fread(bytes, 1, (size_t)size, file) == (size_t)size);
  fclose(file);
  chipplace_read_options options;
  chipplace_read_options_init(&options);
  options.placement = placement_file;
  chipplace_design *design = chipplace_design_read_memory(bytes, (size_t)size, NULL, &options);
  free(bytes);
  EXPECT(design != NULL);
  chipplace_design *other = read_design();
  chipplace_costs costs, expected;
  EXPECT(chipplace_evaluate(design, NULL, &costs, NULL, NULL, NULL, NULL) == CHIPPLACE_OK);
  EXPECT(chipplace_evaluate(other, NULL, &expected, NULL, NULL, NULL, NULL) == CHIPPLACE_OK);
  EXPECT(memcmp(&costs, &expected, sizeof costs) == 0);
  chipplace_design_free(other);
  chipplace_design_free(design);
}

/* The first movable hard macro that has another place to go to, and the place. */
static size_t legal_move(chipplace_session *session, size_t cells, double *x, double *y) {
  int32_t order[4096];
  size_t count = chipplace_session_macro_order(session, order, 4096);
  uint8_t *legal = calloc(cells, 1);
  double *xs = calloc(cells, sizeof *xs), *ys = calloc(cells, sizeof *ys);
  size_t found = SIZE_MAX;
  for (size_t index = 0; index < count && found == SIZE_MAX; index++) {
    size_t node = (size_t)order[index], legal_count = 0, marked = 0;
    EXPECT(chipplace_session_legal_cells(session, node, 0, legal, xs, ys, &legal_count) ==
           CHIPPLACE_OK);
    for (size_t cell = 0; cell < cells; cell++) {
      marked += legal[cell];
      if (!legal[cell] || found != SIZE_MAX) continue;
      if (xs[cell] == chipplace_session_x(session)[node]) continue;
      found = node;
      *x = xs[cell];
      *y = ys[cell];
    }
    EXPECT(marked == legal_count);
  }
  free(legal);
  free(xs);
  free(ys);
  EXPECT(found != SIZE_MAX);
  return found;
}

static void test_session(void) {
  chipplace_design *design = read_design();
  chipplace_counts counts = counts_of(design);
  size_t cells = counts.columns * counts.rows;
  chipplace_session *session = chipplace_session_create(design, NULL);
  EXPECT(session != NULL);
  chipplace_costs start, moved, full;
  EXPECT(chipplace_session_evaluate(session, &start) == CHIPPLACE_OK);
  EXPECT(chipplace_evaluate(design, NULL, &full, NULL, NULL, NULL, NULL) == CHIPPLACE_OK);
  EXPECT(fabs(start.proxy - full.proxy) < 1e-9);

  double x, y;
  size_t node = legal_move(session, cells, &x, &y);
  double old_x = chipplace_session_x(session)[node];
  EXPECT(chipplace_session_move(session, node, x, y, CHIPPLACE_FN) == CHIPPLACE_OK);
  EXPECT(chipplace_session_move(session, node, x, y, -1) == CHIPPLACE_INVALID_ARGUMENT);
  EXPECT(chipplace_session_put(session, node, x, y, -1, NULL) == CHIPPLACE_INVALID_ARGUMENT);
  EXPECT(chipplace_session_evaluate(session, &moved) == CHIPPLACE_OK);
  EXPECT(moved.proxy != start.proxy);
  EXPECT(chipplace_session_evaluate(session, &full) == CHIPPLACE_OK);
  EXPECT(memcmp(&full, &moved, sizeof full) == 0);
  EXPECT(chipplace_session_revert(session) == CHIPPLACE_OK);
  EXPECT(chipplace_session_evaluate(session, &full) == CHIPPLACE_OK);
  EXPECT(memcmp(&full, &start, sizeof full) == 0);
  EXPECT(chipplace_session_x(session)[node] == old_x);

  EXPECT(chipplace_session_put(session, node, x, y, CHIPPLACE_FN, &full) == CHIPPLACE_OK);
  EXPECT(memcmp(&full, &moved, sizeof full) == 0);
  EXPECT(chipplace_session_orientations(session)[node] == CHIPPLACE_FN);
  EXPECT(chipplace_session_store(session, design) == CHIPPLACE_OK);
  EXPECT(chipplace_design_x(design)[node] == x && chipplace_design_y(design)[node] == y);
  double hpwl, *maps = calloc(3 * cells, sizeof *maps);
  EXPECT(chipplace_evaluate(design, NULL, &full, &hpwl, maps, maps + cells, maps + 2 * cells) ==
         CHIPPLACE_OK);
  EXPECT(fabs(full.proxy - moved.proxy) < 1e-9 && hpwl > 0);
  float *own = calloc(4 * cells, sizeof *own);
  EXPECT(chipplace_session_maps(session, own, own + cells, own + 2 * cells) == CHIPPLACE_OK);
  for (size_t cell = 0; cell < 3 * cells; cell++) EXPECT(fabs(own[cell] - maps[cell]) < 1e-5);
  EXPECT(chipplace_session_wire_mask(session, node, own + 3 * cells) == CHIPPLACE_OK);
  free(own);
  free(maps);

  EXPECT(chipplace_session_move(session, counts.nodes, 0, 0, -1) == CHIPPLACE_INVALID_ARGUMENT);
  EXPECT(chipplace_session_move(session, node, INFINITY, 0, -1) == CHIPPLACE_INVALID_ARGUMENT);
  EXPECT(chipplace_session_move(session, node, 0, 0, 8) == CHIPPLACE_INVALID_ARGUMENT);
  /* The design goes first: the session lives on its own. */
  chipplace_design_free(design);
  EXPECT(chipplace_session_set_obstacle(session, -1, 0) == CHIPPLACE_OK);
  EXPECT(chipplace_session_set_obstacle(session, (int64_t)node, 1) == CHIPPLACE_OK);
  EXPECT(chipplace_session_reset(session, &full) == CHIPPLACE_OK);
  EXPECT(fabs(full.proxy - start.proxy) < 1e-12);
  EXPECT(chipplace_session_rebuild(session, &full) == CHIPPLACE_OK);
  chipplace_session_free(session);
}

static int32_t count_calls(const chipplace_progress *progress, void *context) {
  EXPECT(progress->size == sizeof *progress && strcmp(progress->stage, "anneal") == 0);
  EXPECT(progress->fraction > 0 && progress->cost > 0);
  ++*(int *)context;
  return 0;
}

static int32_t end_at_once(const chipplace_progress *progress, void *context) {
  (void)progress;
  ++*(int *)context;
  return 1;
}

static void test_place(void) {
  chipplace_design *design = read_design();
  chipplace_costs before, after;
  EXPECT(chipplace_evaluate(design, NULL, &before, NULL, NULL, NULL, NULL) == CHIPPLACE_OK);
  chipplace_place_options options;
  chipplace_place_options_init(&options);
  int calls = 0;
  options.moves = 2000;
  options.progress = count_calls;
  options.context = &calls;
  chipplace_place_result result = {.size = sizeof result};
  EXPECT(chipplace_place(design, &options, &result) == CHIPPLACE_OK);
  EXPECT(calls > 0 && result.is_legal && !result.was_stopped && result.moves == 2000);
  EXPECT(result.costs.proxy < before.proxy);
  EXPECT(chipplace_evaluate(design, NULL, &after, NULL, NULL, NULL, NULL) == CHIPPLACE_OK);
  EXPECT(memcmp(&after, &result.costs, sizeof after) == 0);
  chipplace_legality legality = {.size = sizeof legality};
  EXPECT(chipplace_check(design, &legality) == CHIPPLACE_OK && legality.is_legal);

  char path[4096];
  snprintf(path, sizeof path, "%s/placed.plc", folder);
  EXPECT(chipplace_design_write(design, path) == CHIPPLACE_OK);
  chipplace_design *again = read_design();
  EXPECT(chipplace_design_read_placement(again, path) == CHIPPLACE_OK);
  EXPECT(chipplace_evaluate(again, NULL, &before, NULL, NULL, NULL, NULL) == CHIPPLACE_OK);
  EXPECT(fabs(before.proxy - after.proxy) < 1e-12);
  chipplace_design_free(again);

  /* Stopped by the callback, which comes once a second, long before the budget is spent. */
  calls = 0;
  options.moves = 0;
  options.seconds = 100;
  options.progress = end_at_once;
  EXPECT(chipplace_place(design, &options, &result) == CHIPPLACE_OK);
  EXPECT(calls == 1 && result.was_stopped && result.is_legal);
  /* Stopped before it begins. */
  chipplace_stop *stop = chipplace_stop_create();
  chipplace_stop_raise(stop);
  options.stop = stop;
  options.progress = NULL;
  EXPECT(chipplace_place(design, &options, &result) == CHIPPLACE_OK && result.was_stopped);
  chipplace_stop_free(stop);
  options.stop = NULL;
  options.engine = 9;
  EXPECT(chipplace_place(design, &options, &result) == CHIPPLACE_INVALID_ARGUMENT);
  options.engine = CHIPPLACE_ENGINE_POLICY;
  options.model = "/no/such/model";
  EXPECT(chipplace_place(design, &options, &result) == CHIPPLACE_UNREADABLE_INPUT);
  chipplace_design_free(design);
}

static void *work_alone(void *context) {
  (void)context;
  /* Messages are of this thread alone. */
  EXPECT(strcmp(chipplace_last_error(), "") == 0);
  test_session();
  return NULL;
}

static void test_threads(void) {
  EXPECT(chipplace_design_read("/of/main/thread", NULL) == NULL);
  pthread_t threads[3];
  for (int index = 0; index < 3; index++) {
    EXPECT(pthread_create(&threads[index], NULL, work_alone, NULL) == 0);
  }
  for (int index = 0; index < 3; index++) EXPECT(pthread_join(threads[index], NULL) == 0);
  EXPECT(strstr(chipplace_last_error(), "/of/main/thread") != NULL);
}

int main(int count, char **arguments) {
  if (count != 4) {
    fprintf(stderr, "usage: client NETLIST PLACEMENT FOLDER\n");
    return 64;
  }
  netlist_file = arguments[1];
  placement_file = arguments[2];
  folder = arguments[3];
  test_versions();
  test_errors();
  test_design();
  test_memory();
  test_session();
  test_place();
  test_threads();
  puts("all as chipplace.h says");
  return 0;
}
