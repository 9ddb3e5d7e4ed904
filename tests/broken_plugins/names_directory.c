/* SPDX-License-Identifier: Apache-2.0
 * Writes where it was made. */
#define _POSIX_C_SOURCE 200809L
#include <forge/abi/report.h>
#include <unistd.h>
static forge_status odd(const forge_host *host, uint32_t writer, const forge_options *options,
                        const forge_table *const *tables, uint32_t n_tables, const forge_sink *sink,
                        forge_error *error);
#define WRITE odd
#include "good_writer.h"
static forge_status odd(const forge_host *host, uint32_t writer, const forge_options *options,
                        const forge_table *const *tables, uint32_t n_tables, const forge_sink *sink,
                        forge_error *error) {
  char path[4096];
  const forge_status status = write_report(host, writer, options, tables, n_tables, sink, error);
  if (status != FORGE_OK || getcwd(path, sizeof path) == NULL) {
    return status;
  }
  return sink->write(sink, path, strlen(path));
}
