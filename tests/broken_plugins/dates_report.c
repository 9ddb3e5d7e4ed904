/* SPDX-License-Identifier: Apache-2.0
 * Counts its reports. */
#include <forge/abi/report.h>

static forge_status odd(const forge_host *host, uint32_t writer, const forge_options *options,
                        const forge_table *const *tables, uint32_t n_tables, const forge_sink *sink,
                        forge_error *error);
#define WRITE odd
#include "good_writer.h"
static forge_status odd(const forge_host *host, uint32_t writer, const forge_options *options,
                        const forge_table *const *tables, uint32_t n_tables, const forge_sink *sink,
                        forge_error *error) {
  static char digit = 48;
  const forge_status status = write_report(host, writer, options, tables, n_tables, sink, error);
  digit = (char)(digit == 57 ? 48 : digit + 1);
  return status == FORGE_OK ? sink->write(sink, &digit, 1) : status;
}
