/* SPDX-License-Identifier: Apache-2.0
 *
 * Host extension "forge.process/1" (since 1.2): runs a program of the user, for models that ask another tool.
 *
 * A plugin starts no process and opens no file. Here the host does, and it decides how: in a fresh directory that is
 * removed afterwards, without a shell, with nothing open but the three standard streams, in a process group of its own
 * that is killed as a whole when the time is up, when the host is cancelled or ends, and when the program itself ends.
 * The environment has PATH and HOME of the user, LANG=C, and TMPDIR, the fresh directory; nothing else. A host may
 * refuse to run anything (FORGE_UNSUPPORTED).
 *
 * The program runs with the rights of the user: this keeps order, it is no prison. */
#ifndef FORGE_ABI_EXT_PROCESS_H
#define FORGE_ABI_EXT_PROCESS_H

#include "../plugin.h"

#define FORGE_PROCESS_ID "forge.process/1"

#ifdef __cplusplus
extern "C" {
#endif

/* A file of the fresh directory. `name` is plain: no '/', not "." or "..". Frozen: handed over in arrays. */
typedef struct forge_process_file {
  forge_str name;
  forge_str bytes;
} forge_process_file;

/* A symbolic link in the fresh directory to a directory of the user, which the program must only read. `directory` is
 * absolute, or begins with "~/" (HOME), or is relative to where the program lies, symbolic links followed: "tech_params"
 * is the one beside the program. Frozen: handed over in arrays. */
typedef struct forge_process_link {
  forge_str name;
  forge_str directory;
} forge_process_link;

/* forge_process_request.flags */
enum {
  /* The result depends on nothing but the request, the program's file, and what is in the linked directories: the host
   * may answer from an earlier run of the same. Only runs that end with exit status 0 are kept. */
  FORGE_PROCESS_CACHE = 1u
};

typedef struct forge_process_request {
  uint32_t struct_size;
  uint32_t flags;
  forge_str program;          /* a name, looked up on PATH; or a path that is absolute or begins with "~/" */
  const forge_str *arguments; /* [n_arguments], what follows the name of the program */
  uint64_t n_arguments;
  forge_str input;                 /* what the program reads from its standard input */
  const forge_process_file *files; /* [n_files], put into the directory before the program starts */
  uint64_t n_files;
  const forge_process_link *links; /* [n_links] */
  uint64_t n_links;
  const forge_str *wanted; /* [n_wanted], plain names of files whose bytes are wanted when the program has ended */
  uint64_t n_wanted;
  double seconds; /* the longest it may take, > 0 */
} forge_process_request;

/* forge_process_result.ending. Unknown values are read as FORGE_PROCESS_KILLED. */
enum {
  FORGE_PROCESS_EXITED = 0, /* code: the exit status */
  FORGE_PROCESS_KILLED = 1, /* code: the signal */
  FORGE_PROCESS_LATE = 2    /* the time was up; code: 0 */
};
/* forge_process_result.flags */
enum {
  FORGE_PROCESS_CUT = 1u,   /* output, errors, or a file was longer than what the host keeps (forge: 16 MiB each) */
  FORGE_PROCESS_CACHED = 2u /* this is from an earlier run */
};

/* Belongs to the host. */
typedef struct forge_process_result {
  uint32_t struct_size;
  uint32_t flags;
  int32_t ending;
  int32_t code;
  forge_str output;       /* of the standard output; any bytes */
  forge_str errors;       /* of the standard error; any bytes */
  const forge_str *files; /* [n_files], as `wanted`; ptr is NULL where the program left no such file */
  uint64_t n_files;
} forge_process_result;

typedef struct forge_process {
  uint32_t struct_size;
  uint32_t pad0;
  /* Runs the program and waits for its end. FORGE_OK when it ran, however it ended: *out is then a result, to be given
   * back with release(). Else *out is NULL and the text says why: FORGE_INVALID, there is no such program or directory,
   * or the request is malformed; FORGE_UNSUPPORTED, this host runs no programs; FORGE_CANCELLED; FORGE_INTERNAL, the
   * system could not (no process, no space). Asks for cancellation itself. [any] */
  forge_status (*run)(const forge_host *host, const forge_process_request *request, const forge_process_result **out,
                      forge_error *error);
  void (*release)(const forge_host *host, const forge_process_result *result); /* [any] NULL is legal */
} forge_process;

#ifdef __cplusplus
}
#endif
#endif
