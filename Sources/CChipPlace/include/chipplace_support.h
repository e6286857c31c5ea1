/* Not installed, and not exported: what the Swift side of the library is spared by C. */
#ifndef CHIPPLACE_SUPPORT_H
#define CHIPPLACE_SUPPORT_H

#include <stddef.h>

/* Keeps a message for this thread, cut to what there is room for. */
void keep_chipplace_error(const char *message, size_t length);

/* The message kept last in this thread. */
const char *kept_chipplace_error(void);

/* A file in memory that holds a copy of the bytes, by its descriptor; -1 if there is no room. */
int make_chipplace_memory_file(const void *bytes, size_t count);

void close_chipplace_memory_file(int descriptor);

/* The file that the library was loaded from; NULL if that cannot be known. */
const char *file_of_chipplace_library(void);

#endif
