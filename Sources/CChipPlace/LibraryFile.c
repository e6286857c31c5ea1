#define _GNU_SOURCE
#include "chipplace_support.h"

#include <dlfcn.h>

const char *file_of_chipplace_library(void) {
  Dl_info image;
  // Any address in the library will do.
  static const char marker = 0;
  return dladdr(&marker, &image) != 0 ? image.dli_fname : NULL;
}
