// MPI as Swift can call it: its handles are macros, which Swift does not see, so each call that is used
// is wrapped here for the world's communicator. All return MPI's error code.
#ifndef CHIPPLACE_MPI_SHIM_H
#define CHIPPLACE_MPI_SHIM_H

#include <mpi.h>
#include <stdint.h>

/// A message that is under way.
typedef struct {
  MPI_Request request;
} chipplace_mpi_sending;

/// Starts MPI for threads that call it one at a time, errors returned. `provided` is 0 where it cannot be
/// called by several threads.
static inline int chipplace_mpi_start(int *provided) {
  int level = MPI_THREAD_SINGLE;
  int code = MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &level);
  *provided = level >= MPI_THREAD_SERIALIZED;
  if (code != MPI_SUCCESS) return code;
  return MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
}

static inline int chipplace_mpi_end(void) { return MPI_Finalize(); }

/// Ends all ranks.
static inline int chipplace_mpi_abort(int status) { return MPI_Abort(MPI_COMM_WORLD, status); }

static inline int chipplace_mpi_size(int *rank, int *count) {
  int code = MPI_Comm_rank(MPI_COMM_WORLD, rank);
  return code != MPI_SUCCESS ? code : MPI_Comm_size(MPI_COMM_WORLD, count);
}

/// How many ranks share this machine's memory.
static inline int chipplace_mpi_neighbors(int *count) {
  MPI_Comm machine;
  int code =
      MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine);
  if (code != MPI_SUCCESS) return code;
  code = MPI_Comm_size(machine, count);
  MPI_Comm_free(&machine);
  return code;
}

static inline int chipplace_mpi_barrier(void) { return MPI_Barrier(MPI_COMM_WORLD); }

static inline int chipplace_mpi_broadcast(void *bytes, int count, int root) {
  return MPI_Bcast(bytes, count, MPI_BYTE, root, MPI_COMM_WORLD);
}

static inline int chipplace_mpi_all_gather(
    const void *sent, int count, void *received, const int *counts, const int *offsets) {
  return MPI_Allgatherv(
      sent, count, MPI_BYTE, received, counts, offsets, MPI_BYTE, MPI_COMM_WORLD);
}

static inline int chipplace_mpi_all_to_all(
    const void *sent, const int *sent_counts, const int *sent_offsets, void *received,
    const int *received_counts, const int *received_offsets) {
  return MPI_Alltoallv(
      sent, sent_counts, sent_offsets, MPI_BYTE, received, received_counts, received_offsets,
      MPI_BYTE, MPI_COMM_WORLD);
}

/// Begins to send; the bytes must stay where they are until it is done.
static inline int chipplace_mpi_send(
    const void *bytes, int count, int rank, int tag, chipplace_mpi_sending *sending) {
  return MPI_Isend(bytes, count, MPI_BYTE, rank, tag, MPI_COMM_WORLD, &sending->request);
}

static inline int chipplace_mpi_is_sent(chipplace_mpi_sending *sending, int *is_sent) {
  return MPI_Test(&sending->request, is_sent, MPI_STATUS_IGNORE);
}

/// Whether a message has come, from whom, with which tag and how long. `rank` and `tag` below 0 are any.
static inline int chipplace_mpi_probe(int *rank, int *tag, int *count, int *has_come) {
  MPI_Status status;
  int code = MPI_Iprobe(
      *rank < 0 ? MPI_ANY_SOURCE : *rank, *tag < 0 ? MPI_ANY_TAG : *tag, MPI_COMM_WORLD, has_come,
      &status);
  if (code != MPI_SUCCESS || !*has_come) return code;
  *rank = status.MPI_SOURCE;
  *tag = status.MPI_TAG;
  return MPI_Get_count(&status, MPI_BYTE, count);
}

static inline int chipplace_mpi_receive(void *bytes, int count, int rank, int tag) {
  return MPI_Recv(bytes, count, MPI_BYTE, rank, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

/// The text of an error code, up to 512 bytes.
static inline void chipplace_mpi_message(int code, char *text) {
  char message[MPI_MAX_ERROR_STRING];
  int length = 0;
  text[0] = 0;
  if (MPI_Error_string(code, message, &length) != MPI_SUCCESS) return;
  if (length > 511) length = 511;
  for (int index = 0; index < length; index++) text[index] = message[index];
  text[length] = 0;
}

#endif
