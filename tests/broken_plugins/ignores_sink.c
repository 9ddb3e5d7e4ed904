/* SPDX-License-Identifier: Apache-2.0
 * Does not look at what the sink says. */
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
  return writer == 0 ? FORGE_OK : status;
}
