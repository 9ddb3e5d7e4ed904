/* SPDX-License-Identifier: Apache-2.0
 *
 * {{name}}: a report writer for forge. Replace the example's layout by yours.
 *
 * A run leaves tables; this example writes each as tab-separated lines. `forge` opens the file. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "forge/abi/report.h"

#define TEXT(literal) \
  { (literal), sizeof(literal) - 1 }

static forge_status fail(forge_error *error, forge_status code, const char *text) {
  if (error != NULL) {
    error->code = code;
    if (error->text != NULL && error->capacity > 0) {
      strncpy(error->text, text, (size_t)error->capacity - 1);
      error->text[error->capacity - 1] = '\0';
    }
  }
  return code;
}

static const forge_writer_info writer = {
    .struct_size = sizeof(forge_writer_info),
    .id = TEXT("{{name}}"), /* what a project writes as `writer` */
    .summary = TEXT("an example: tab-separated tables"),
    .extension = TEXT("tsv"),
};

static const forge_writer_info *writer_info(uint32_t index) {
  return index == 0 ? &writer : NULL;
}
static const forge_column_info *option_info(uint32_t index, uint32_t option) {
  (void)index;
  (void)option;
  return NULL; /* no options */
}

/* Bytes go to the sink until it fails; from then on nothing is written. */
typedef struct output {
  const forge_sink *sink;
  forge_status status;
} output;

static void put(output *out, const char *bytes, uint64_t n_bytes) {
  if (out->status == FORGE_OK && n_bytes > 0) {
    out->status = out->sink->write(out->sink, bytes, n_bytes);
  }
}
static void put_text(output *out, forge_str text) {
  put(out, text.ptr, text.len);
}

/* Numbers are written without locale: the host keeps LC_NUMERIC at "C". */
static void put_cell(output *out, const forge_column *column, uint64_t row) {
  char number[64];
  int length = 0;
  if (column->valid != NULL && !column->valid[row]) {
    return; /* there is no value */
  }
  if (column->kind == FORGE_COLUMN_TEXT) {
    put_text(out, column->text[row]);
    return;
  }
  if (column->kind == FORGE_COLUMN_REAL) {
    length = snprintf(number, sizeof number, "%.17g", column->real[row]);
  } else if (column->kind == FORGE_COLUMN_INTEGER) {
    length = snprintf(number, sizeof number, "%" PRId64, column->integer[row]);
  }
  put(out, number, (uint64_t)length);
}

static void put_table(output *out, const forge_table *table) {
  put(out, "# ", 2);
  put_text(out, table->name);
  put(out, "\n", 1);
  for (uint32_t c = 0; c < table->n_columns; ++c) {
    put_text(out, table->column[c]->name);
    put(out, c + 1 < table->n_columns ? "\t" : "\n", 1);
  }
  for (uint64_t row = 0; row < table->n_rows; ++row) {
    for (uint32_t c = 0; c < table->n_columns; ++c) {
      put_cell(out, table->column[c], row);
      put(out, c + 1 < table->n_columns ? "\t" : "\n", 1);
    }
  }
}

static forge_status write_report(const forge_host *host, uint32_t index, const forge_options *options,
                                 const forge_table *const *tables, uint32_t n_tables, const forge_sink *sink,
                                 forge_error *error) {
  (void)host;
  (void)options;
  if (index != 0) {
    return fail(error, FORGE_INVALID, "there is one writer, number 0");
  }
  output out = {sink, FORGE_OK};
  for (uint32_t i = 0; i < n_tables; ++i) {
    put_table(&out, tables[i]);
  }
  return out.status;
}

static const forge_report_interface table = {
    .struct_size = sizeof(forge_report_interface),
    .writer_info = writer_info,
    .option_info = option_info,
    .write = write_report,
};

static const void *get_interface(const char *id) {
  return strcmp(id, FORGE_REPORT_ID) == 0 ? &table : NULL;
}

static const forge_plugin plugin = {
    .struct_size = sizeof(forge_plugin),
    .abi_minor = FORGE_ABI_MINOR,
    .id = TEXT("{{name}}"),
    .version = TEXT("0.1.0"),
    .license = TEXT("Apache-2.0"),
    .summary = TEXT("a report writer"),
    .get_interface = get_interface,
};

const forge_plugin *forge_plugin_v1(const forge_host *host, forge_error *error) {
  (void)host;
  (void)error;
  return &plugin;
}
