/*
 * libchipplace: places the macros and cells of chips, and says what a placement costs.
 *
 *     cc program.c $(pkg-config --cflags --libs chipplace)
 *
 * Objects. Designs, sessions and stop flags are opaque; what a `_create` or `_read` function returns
 * is released by the `_free` function of the same type, which takes NULL too.
 *
 * Errors. Functions that can fail return a `chipplace_status`, or NULL where they return an object.
 * `chipplace_last_error` then has a sentence for a person, which for files names line and column.
 *
 * Numbers of nodes, pins and nets count from 0 in the order of the input file. A function that is given
 * a number out of range returns CHIPPLACE_INVALID_ARGUMENT.
 *
 * Units. Coordinates are in the unit of the design: micrometres for Circuit Training, the file's own for
 * Bookshelf, database units for DEF, of which `units_per_micron` make a micrometre. A node's position is
 * its centre. The origin is at the lower left, y goes up. Row 0 of the cost grid is at the bottom; a
 * cell's number is row * columns + column.
 *
 * Borrowed arrays. Functions that return a pointer to numbers return memory of the object. Its address
 * stays the same, and it is valid, until the object is freed. A pointer without `const` may be written.
 *
 * Threads. All functions can be called from any thread, and different objects can be used at the same
 * time. One object must not be used by two threads at once, except that a design may be read by several
 * threads while none changes it (by `chipplace_place`, `chipplace_design_read_placement` or by writing
 * into its arrays), and that a stop flag may be raised at any time. A session copies what it needs:
 * it can be used while its design is changed or after it was freed. Errors are kept for each thread.
 *
 * Version of the interface: CHIPPLACE_ABI_VERSION. Functions and fields at the end of structures that
 * begin with `size` may be added under the same version; programs that were built before go on working.
 */
#ifndef CHIPPLACE_H
#define CHIPPLACE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the interface that this header describes. */
#define CHIPPLACE_ABI_VERSION 1

/* The version of the interface that the library has, to be compared with CHIPPLACE_ABI_VERSION. */
uint32_t chipplace_abi_version(void);

/* The version of the library, such as "0.1.0". Valid for as long as the program runs. */
const char *chipplace_version(void);

/* ---- Errors ------------------------------------------------------------------------------------- */

typedef int32_t chipplace_status;
enum {
  CHIPPLACE_OK = 0,
  /* A null pointer, a number out of range, an unknown choice. */
  CHIPPLACE_INVALID_ARGUMENT = 1,
  /* A file that cannot be read, or does not fit the design. */
  CHIPPLACE_UNREADABLE_INPUT = 2,
  /* A file that cannot be written. */
  CHIPPLACE_UNWRITABLE_OUTPUT = 3,
  /* A design that cannot be placed, such as one with too little room. */
  CHIPPLACE_CANNOT_PLACE = 4
};

/* What went wrong in this thread's last call that failed; "" if none did. Valid until the next call
 * that fails in this thread. Messages longer than 4095 bytes are cut. */
const char *chipplace_last_error(void);

/* ---- Designs ------------------------------------------------------------------------------------ */

/* A netlist, the chip it goes on, and a placement of it. */
typedef struct chipplace_design chipplace_design;

/* What readers need to know beside the file. Set by chipplace_read_options_init, then changed. */
typedef struct {
  size_t size;            /* sizeof(chipplace_read_options), set by init */
  const char *placement;  /* a .plc, .pl or .def whose positions replace the netlist's own, or NULL */
  const char *const *lef; /* LEF files with the cells of DEF, Verilog and JSON, technology first */
  size_t lef_count;
  const char *const *liberty; /* Liberty files, for areas of cells that no LEF file has */
  size_t liberty_count;
  const char *top_module;      /* the top module of Verilog and JSON, or NULL for the one not used */
  double core_utilization;     /* of Verilog and JSON, which state no chip; 0.7 by default */
  double core_aspect_ratio;    /* height over width, likewise; 1 */
} chipplace_read_options;

void chipplace_read_options_init(chipplace_read_options *options);

/* Reads a netlist: Circuit Training .pb.txt, Bookshelf .aux, DEF, structural Verilog or Yosys JSON, plain
 * or gzip-compressed, told by content. `options` may be NULL. */
chipplace_design *chipplace_design_read(const char *path, const chipplace_read_options *options);

/* The same from memory, which is not needed afterwards. `name` stands for the file in messages, or
 * NULL. Bookshelf, which is several files, must be read from files. */
chipplace_design *chipplace_design_read_memory(const void *bytes, size_t count, const char *name,
                                               const chipplace_read_options *options);

void chipplace_design_free(chipplace_design *design);

/* Takes positions from a .plc, .pl or .def file of the same design, and what is fixed. The design is
 * unchanged if that fails. */
chipplace_status chipplace_design_read_placement(chipplace_design *design, const char *path);

/* Writes the design, or its placement alone, in the format that the end of the name says: .pb.txt, .plc,
 * .aux, .pl, .def, .lef, and .tcl for the macros in OpenROAD's place_macro; .gz after it compresses. The
 * file is whole or not there. */
chipplace_status chipplace_design_write(const chipplace_design *design, const char *path);

/* Numbers of a design. */
typedef struct {
  size_t size; /* set by the caller to sizeof(chipplace_counts) */
  size_t nodes;
  size_t pins;
  size_t nets;
  size_t net_pins; /* the length of the list of all nets' pins */
  size_t hard_macros;
  size_t soft_macros;
  size_t standard_cells;
  size_t ports;
  size_t columns; /* of the cost grid */
  size_t rows;
} chipplace_counts;

chipplace_status chipplace_design_counts(const chipplace_design *design, chipplace_counts *counts);

/* The area for placement. */
typedef struct {
  double min_x, min_y, max_x, max_y;
  double units_per_micron;
} chipplace_die;

chipplace_status chipplace_design_die(const chipplace_design *design, chipplace_die *die);

/* Copies a name, cut to `capacity` bytes with a zero at its end, and returns the length of the whole name
 * without the zero, like snprintf; 0 for a number out of range. `buffer` may be NULL if capacity is 0. */
size_t chipplace_design_node_name(const chipplace_design *design, size_t node, char *buffer,
                                  size_t capacity);
size_t chipplace_design_net_name(const chipplace_design *design, size_t net, char *buffer,
                                 size_t capacity);

/* The node of a name, or -1. Takes a pass over all nodes. */
int64_t chipplace_design_find_node(const chipplace_design *design, const char *name);

/* What a node is. */
enum {
  CHIPPLACE_HARD_MACRO = 0,    /* a block of fixed shape that must overlap no other */
  CHIPPLACE_SOFT_MACRO = 1,    /* a cluster of cells, placed as one; may overlap anything */
  CHIPPLACE_STANDARD_CELL = 2, /* one cell */
  CHIPPLACE_PORT = 3           /* a terminal of the design; never moves */
};

/* How a node is turned, by its LEF/DEF name. */
enum {
  CHIPPLACE_N = 0,
  CHIPPLACE_W = 1,
  CHIPPLACE_S = 2,
  CHIPPLACE_E = 3,
  CHIPPLACE_FN = 4,
  CHIPPLACE_FW = 5,
  CHIPPLACE_FS = 6,
  CHIPPLACE_FE = 7
};

/* The placement, a number for each node. What is written here is what `chipplace_evaluate`,
 * `chipplace_check`, `chipplace_place`, `chipplace_session_create` and `chipplace_design_write` take.
 * They refuse an orientation above 7 and positions that are no finite numbers. */
double *chipplace_design_x(chipplace_design *design);
double *chipplace_design_y(chipplace_design *design);
uint8_t *chipplace_design_orientations(chipplace_design *design);
uint8_t *chipplace_design_fixed(chipplace_design *design); /* 0 or not 0 */

/* What nodes are and their sizes in orientation N, a number for each node. */
const uint8_t *chipplace_design_kinds(const chipplace_design *design);
const double *chipplace_design_widths(const chipplace_design *design);
const double *chipplace_design_heights(const chipplace_design *design);

/* The connections: the pins of net n are net_pins[net_offsets[n]] to net_pins[net_offsets[n + 1] - 1];
 * pin p belongs to node pin_nodes[p] and lies at an offset from its centre, in orientation N. */
const int32_t *chipplace_design_net_offsets(const chipplace_design *design);
const int32_t *chipplace_design_net_pins(const chipplace_design *design);
const double *chipplace_design_net_weights(const chipplace_design *design);
const int32_t *chipplace_design_pin_nodes(const chipplace_design *design);
const double *chipplace_design_pin_offsets_x(const chipplace_design *design);
const double *chipplace_design_pin_offsets_y(const chipplace_design *design);

/* ---- Costs -------------------------------------------------------------------------------------- */

/* How the parts of the proxy cost are weighed. Where a function takes NULL for it: 1, 0.5, 0.5. */
typedef struct {
  double wirelength, density, congestion;
} chipplace_weights;

/* The parts of the proxy cost, and their weighted sum. */
typedef struct {
  double proxy, wirelength, density, congestion;
} chipplace_costs;

/* Computes the cost of the design's placement from scratch. The map pointers take columns * rows numbers
 * each, or are NULL: the density of each cell, and the congestion in it of horizontal and of vertical
 * wires. `hpwl` takes the weighted half-perimeter wirelength, or is NULL. */
chipplace_status chipplace_evaluate(const chipplace_design *design, const chipplace_weights *weights,
                                    chipplace_costs *costs, double *hpwl, double *density,
                                    double *horizontal_congestion, double *vertical_congestion);

/* What is wrong with a placement by the rules of macro placement. */
typedef struct {
  size_t size; /* set by the caller to sizeof(chipplace_legality) */
  size_t overlapping_pairs; /* of hard macros */
  size_t outside_die;       /* macros and cells that reach outside */
  size_t on_blockages;      /* hard macros on closed parts of the die */
  size_t moved_fixed;       /* fixed nodes that are not where they were read */
  int32_t is_legal;         /* 1 if all of them are 0 */
} chipplace_legality;

chipplace_status chipplace_check(const chipplace_design *design, chipplace_legality *legality);

/* ---- Placing ------------------------------------------------------------------------------------ */

/* A request to end early, from any thread or a signal's handler. */
typedef struct chipplace_stop chipplace_stop;
chipplace_stop *chipplace_stop_create(void);
void chipplace_stop_raise(chipplace_stop *stop);
void chipplace_stop_free(chipplace_stop *stop);

enum {
  CHIPPLACE_ENGINE_ANNEAL = 0, /* macros, by annealing on the exact proxy cost */
  CHIPPLACE_ENGINE_POLICY = 1, /* hard macros, by the policy network alone */
  CHIPPLACE_ENGINE_HYBRID = 2, /* annealing with moves that the policy network proposes */
  CHIPPLACE_ENGINE_FLOW = 3    /* macros and cells on rows, by electrostatics, to the end; with a
                                  budget it also anneals the macros */
};

enum {
  CHIPPLACE_START_GIVEN = 0,     /* the placement as it is, freed from overlap */
  CHIPPLACE_START_SPIRAL = 1,    /* hard macros on a spiral from the edge inwards */
  CHIPPLACE_START_RANDOM = 2,    /* hard macros at random */
  CHIPPLACE_START_ANALYTICAL = 3, /* the better of descents on a smooth proxy cost */
  CHIPPLACE_START_DEFAULT = 4     /* ANALYTICAL for annealing and the hybrid, GIVEN for the policy */
};

/* How a run stands. `size` says which fields there are. */
typedef struct {
  size_t size;
  const char *stage; /* "anneal", or a stage of the flow; valid during the call */
  double fraction;   /* of the budget that is spent; -1 where there is none */
  double seconds;    /* since the start */
  uint64_t steps;    /* moves, or iterations of the stage */
  double cost;       /* annealing: the best proxy cost so far; flow: the half-perimeter wirelength */
} chipplace_progress;

/* Called from time to time by the thread that called chipplace_place. Returning anything but 0 ends the
 * run with the best so far, as raising `stop` does. Must not call functions on the design at hand. */
typedef int32_t (*chipplace_progress_callback)(const chipplace_progress *progress, void *context);

/* How to place. Set by chipplace_place_options_init, then changed. */
typedef struct {
  size_t size;      /* sizeof(chipplace_place_options), set by init */
  int32_t engine;   /* CHIPPLACE_ENGINE_… */
  int32_t start;    /* CHIPPLACE_START_…; DEFAULT by default, which is all that the flow takes */
  double seconds;   /* the budget in time; 0, the default, is 10 for annealing and none for the flow */
  uint64_t moves;   /* the budget in moves instead, with which runs are reproducible; 0 for none */
  uint64_t seed;    /* 1 by default */
  int32_t threads;  /* 1 by default */
  double halo;      /* the clearance to keep between hard macros; 0 by default */
  chipplace_weights weights;  /* of annealing; 1, 0.5, 0.5 by default */
  const char *model;          /* a policy network for those two engines, or NULL for the library's own */
  const chipplace_stop *stop; /* ends the run when raised, or NULL */
  chipplace_progress_callback progress; /* or NULL */
  void *context;                        /* handed to `progress` */
} chipplace_place_options;

void chipplace_place_options_init(chipplace_place_options *options);

/* What a run came to. */
typedef struct {
  size_t size; /* set by the caller to sizeof(chipplace_place_result) */
  chipplace_costs costs;
  double hpwl; /* the weighted half-perimeter wirelength */
  int32_t is_legal;
  int32_t was_stopped;
  uint64_t moves;
  double seconds;
} chipplace_place_result;

/* Places the design. Its placement is then the best that was found; it is unchanged if that fails.
 * `options` and `result` may be NULL. Ends early with the best so far, and with CHIPPLACE_OK, if it was
 * stopped. The engines with a policy network set the threads of OpenBLAS to 1 for the whole process. */
chipplace_status chipplace_place(chipplace_design *design, const chipplace_place_options *options,
                                 chipplace_place_result *result);

/* ---- Sessions: the cost, change by change ------------------------------------------------------- */

/* A placement of its own with its exact cost. A change costs time for the wires and cells it touches
 * alone: microseconds. */
typedef struct chipplace_session chipplace_session;

/* The most nodes that one change moves. */
#define CHIPPLACE_LARGEST_CHANGE 4

/* A session that starts from the design's placement. `weights` may be NULL. */
chipplace_session *chipplace_session_create(const chipplace_design *design,
                                            const chipplace_weights *weights);
void chipplace_session_free(chipplace_session *session);

/* Moves a node within the change at hand, or begins one. `orientation` is CHIPPLACE_N to CHIPPLACE_FE, or
 * -1 for the one it has. Refused for a fixed node, a node that the change has moved already, the fifth
 * node of a change, and once the change was evaluated: it must then be kept or taken back first. */
chipplace_status chipplace_session_move(chipplace_session *session, size_t node, double x, double y,
                                        int32_t orientation);

/* The exact cost, of the change at hand if there is one. */
chipplace_status chipplace_session_evaluate(chipplace_session *session, chipplace_costs *costs);

/* Keeps the change at hand, or takes it back exactly. Without one they do nothing. */
chipplace_status chipplace_session_commit(chipplace_session *session);
chipplace_status chipplace_session_revert(chipplace_session *session);

/* Moves one node, evaluates and commits in one call, where no change is at hand. */
chipplace_status chipplace_session_put(chipplace_session *session, size_t node, double x, double y,
                                       int32_t orientation, chipplace_costs *costs);

/* Goes back to the placement that the session started from, and computes everything anew. */
chipplace_status chipplace_session_reset(chipplace_session *session, chipplace_costs *costs);

/* Clears the rounding that sums collect over many changes: about 1e-12. */
chipplace_status chipplace_session_rebuild(chipplace_session *session, chipplace_costs *costs);

/* Where nodes are, the change at hand included. */
const double *chipplace_session_x(const chipplace_session *session);
const double *chipplace_session_y(const chipplace_session *session);
const uint8_t *chipplace_session_orientations(const chipplace_session *session);

/* Writes the session's placement into a design of the same netlist, or the one it came from. */
chipplace_status chipplace_session_store(const chipplace_session *session, chipplace_design *design);

/* The movable hard macros, the largest first: the order in which policies place them. Writes up to
 * `capacity` numbers and returns how many there are. */
size_t chipplace_session_macro_order(const chipplace_session *session, int32_t *nodes,
                                     size_t capacity);

/* Whether a movable hard macro is in the way of others in `chipplace_session_legal_cells`: all are at
 * first. -1 for the node means all of them. */
chipplace_status chipplace_session_set_obstacle(chipplace_session *session, int64_t node,
                                                int32_t is_obstacle);

/* For each cell of the grid: 1 if the macro's centre may be anywhere in it, with the macro inside the die
 * and clear of fixed macros, closed parts and obstacles, or else 0. Exact. `x` and `y` take for each
 * legal cell the place in it that is nearest to its middle; others are left as they are. Both may
 * be NULL. `legal_count` takes the number of legal cells, or is NULL. */
chipplace_status chipplace_session_legal_cells(const chipplace_session *session, size_t node,
                                               double halo, uint8_t *legal, double *x, double *y,
                                               size_t *legal_count);

/* Copies the maps of density and congestion, the change at hand included: columns * rows numbers each. */
chipplace_status chipplace_session_maps(const chipplace_session *session, float *density,
                                        float *horizontal_congestion, float *vertical_congestion);

/* By how much the weighted wirelength cost grows when a node without its wires is put at the middle of
 * each cell, all others staying: columns * rows numbers. */
chipplace_status chipplace_session_wire_mask(const chipplace_session *session, size_t node,
                                             float *mask);

#ifdef __cplusplus
}
#endif

#endif
