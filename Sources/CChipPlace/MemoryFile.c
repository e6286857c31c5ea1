#define _GNU_SOURCE
#include "chipplace_support.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

int make_chipplace_memory_file(const void *bytes, size_t count) {
  int descriptor = memfd_create("chipplace", MFD_CLOEXEC);
  const char *rest = bytes;
  while (descriptor >= 0 && count > 0) {
    ssize_t written = write(descriptor, rest, count);
    if (written > 0) {
      rest += written;
      count -= (size_t)written;
    } else if (errno != EINTR) {
      close(descriptor);
      return -1;
    }
  }
  return descriptor;
}

void close_chipplace_memory_file(int descriptor) { close(descriptor); }
