#include "chipplace_support.h"

#include <string.h>

// A thread's own memory needs no release at its end, which a message on the heap would.
static _Thread_local char kept[4096];

void keep_chipplace_error(const char *message, size_t length) {
  if (length >= sizeof kept) {
    length = sizeof kept - 1;
    // Not in the middle of a character.
    while (length > 0 && ((unsigned char)message[length] & 0xC0) == 0x80) length -= 1;
  }
  memcpy(kept, message, length);
  kept[length] = 0;
}

const char *kept_chipplace_error(void) { return kept; }
