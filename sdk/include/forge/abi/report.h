/* SPDX-License-Identifier: Apache-2.0
 *
 * Interface "forge.report/1": report writers.
 *
 * A run leaves tables: named, typed columns with units. A writer turns them into bytes. It opens no file and
 * reads no clock, no environment: the host writes the bytes to a temporary name and renames it when all went
 * well. The same tables give the same bytes. sdk/README.md lists the tables and their columns. */
#ifndef FORGE_ABI_REPORT_H
#define FORGE_ABI_REPORT_H

#include "options.h"
#include "plugin.h"

#define FORGE_REPORT_ID "forge.report/1"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  FORGE_COLUMN_REAL = 0,    /* double; NaN: not modelled, not known */
  FORGE_COLUMN_INTEGER = 1, /* int64_t */
  FORGE_COLUMN_TEXT = 2     /* forge_str */
};

/* One column of a table. `valid` is NULL where every row holds a value. */
typedef struct forge_column {
  uint32_t struct_size;
  int32_t kind;
  forge_str name;
  forge_str unit;         /* SI: "J", "s", "m^2", "W", "bit", "Hz"; empty for counts, shares and texts */
  const double *real;     /* [n_rows] for FORGE_COLUMN_REAL, else NULL */
  const int64_t *integer; /* [n_rows] for FORGE_COLUMN_INTEGER, else NULL */
  const forge_str *text;  /* [n_rows] for FORGE_COLUMN_TEXT, else NULL */
  const uint8_t *valid;   /* [n_rows] 1: there is a value; or NULL */
} forge_column;

typedef struct forge_table {
  uint32_t struct_size;
  uint32_t n_columns;
  uint64_t n_rows;
  forge_str name;
  const forge_column *const *column; /* [n_columns] */
} forge_table;

/* Takes bytes in order. A status other than FORGE_OK: stop and return it. */
typedef struct forge_sink {
  uint32_t struct_size;
  uint32_t pad0;
  void *impl;
  forge_status (*write)(const struct forge_sink *sink, const char *bytes, uint64_t n_bytes); /* [instance] */
} forge_sink;

typedef struct forge_writer_info {
  uint32_t struct_size;
  uint32_t pad0;
  forge_str id;        /* what a project writes as `writer`: "text", "json", "csv" */
  forge_str summary;   /* one line */
  forge_str extension; /* "json": for a file name where the user gives none */
} forge_writer_info;

typedef struct forge_report_interface {
  uint32_t struct_size;
  uint32_t pad0;
  /* Descriptions. [any] Constant data; NULL ends each list. */
  const forge_writer_info *(*writer_info)(uint32_t writer);
  const forge_column_info *(*option_info)(uint32_t writer, uint32_t option);
  /* Writes one report. Unknown tables and columns are ignored. [any] */
  forge_status (*write)(const forge_host *host, uint32_t writer, const forge_options *options,
                        const forge_table *const *tables, uint32_t n_tables, const forge_sink *sink,
                        forge_error *error);
} forge_report_interface;

#ifdef __cplusplus
}
#endif
#endif
