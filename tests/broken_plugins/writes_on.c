/* SPDX-License-Identifier: Apache-2.0
 * Goes on after the sink has failed. */
#include <forge/abi/report.h>

static forge_status odd(const forge_host *host, uint32_t writer, const forge_options *options,
                        const forge_table *const *tables, uint32_t n_tables, const forge_sink *sink,
                        forge_error *error);
#define WRITE odd
#include "good_writer.h"
static forge_status odd(const forge_host *host, uint32_t writer, const forge_options *options,
                        const forge_table *const *tables, uint32_t n_tables, const forge_sink *sink,
                        forge_error *error) {
  const forge_status status = write_report(host, writer, options, tables, n_tables, sink, error);
  if (writer == 0) {
    sink->write(sink, "the end", 7);
    sink->write(sink, "really", 6);
  }
  return status;
}
