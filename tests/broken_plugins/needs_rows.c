/* SPDX-License-Identifier: Apache-2.0
 * Believes that every table has rows. */
#include <forge/abi/report.h>

static forge_status odd(const forge_host *host, uint32_t writer, const forge_options *options,
                        const forge_table *const *tables, uint32_t n_tables, const forge_sink *sink,
                        forge_error *error);
#define WRITE odd
#include "good_writer.h"
static forge_status odd(const forge_host *host, uint32_t writer, const forge_options *options,
                        const forge_table *const *tables, uint32_t n_tables, const forge_sink *sink,
                        forge_error *error) {
  for (uint32_t t = 0; t < n_tables; ++t) {
    if (tables[t]->n_rows == 0) {
      __builtin_trap();
    }
  }
  return write_report(host, writer, options, tables, n_tables, sink, error);
}
