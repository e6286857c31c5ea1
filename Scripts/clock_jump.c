// Preloaded by Scripts/fault-harness: one second after its start a process finds its clock set by
// CLOCK_JUMP seconds. The monotonic clocks, which nobody can set, go on. (libfaketime cannot stand in: with
// it the Swift runtime finds no arguments.)
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static time_t jump(void) {
  static time_t start;
  struct timespec now;
  syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
  if (start == 0) start = now.tv_sec;
  const char *seconds = getenv("CLOCK_JUMP");
  return seconds && now.tv_sec > start ? atol(seconds) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *result) {
  int status = (int)syscall(SYS_clock_gettime, clock, result);
  if (status == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    result->tv_sec += jump();
  return status;
}

int gettimeofday(struct timeval *result, void *zone) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  *result = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
  return 0;
}

time_t time(time_t *result) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result) *result = now.tv_sec;
  return now.tv_sec;
}
