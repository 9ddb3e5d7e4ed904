/* SPDX-License-Identifier: Apache-2.0
 *
 * A correct report writer in C: the names of all tables and columns. Each broken one defines WRITE, then includes
 * this. */
#include <forge/abi/report.h>
#include <string.h>

#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }
#ifndef WRITE
#define WRITE write_report
#endif
#define UNUSED __attribute__((unused))

static const forge_writer_info zoo_writer = {.struct_size = sizeof(forge_writer_info),
                                             .id = TEXT("zoo.names"),
                                             .summary = TEXT("Names of columns"),
                                             .extension = TEXT("txt")};

static const forge_writer_info *writer_info(uint32_t writer) {
  return writer == 0 ? &zoo_writer : NULL;
}
static const forge_column_info *option_info(uint32_t writer, uint32_t option) {
  (void)writer;
  (void)option;
  return NULL;
}

UNUSED static void say(forge_error *error, const char *words) {
  if (error != NULL && error->capacity > 0) {
    strncpy(error->text, words, error->capacity - 1);
    error->text[error->capacity - 1] = '\0';
  }
}

UNUSED static forge_status line(const forge_sink *sink, forge_str text) {
  const forge_status status = sink->write(sink, text.ptr, text.len);
  return status == FORGE_OK ? sink->write(sink, "\n", 1) : status;
}

UNUSED static forge_status write_report(const forge_host *host, uint32_t writer, const forge_options *options,
                                        const forge_table *const *tables, uint32_t n_tables, const forge_sink *sink,
                                        forge_error *error) {
  (void)host;
  (void)options;
  if (writer != 0) {
    say(error, "there is one writer, 0");
    return FORGE_INVALID;
  }
  forge_status status = FORGE_OK;
  for (uint32_t t = 0; t < n_tables && status == FORGE_OK; ++t) {
    status = line(sink, tables[t]->name);
    for (uint32_t c = 0; c < tables[t]->n_columns && status == FORGE_OK; ++c) {
      status = line(sink, tables[t]->column[c]->name);
    }
  }
  return status;
}

static const forge_report_interface report_interface = {.struct_size = sizeof(forge_report_interface),
                                                        .writer_info = writer_info,
                                                        .option_info = option_info,
                                                        .write = WRITE};

static const void *get_interface(const char *id) {
  return strcmp(id, FORGE_REPORT_ID) == 0 ? &report_interface : NULL;
}
static const forge_plugin zoo_plugin = {.struct_size = sizeof(forge_plugin),
                                        .abi_minor = FORGE_ABI_MINOR,
                                        .id = TEXT("zoo.writer"),
                                        .version = TEXT("0.1.0"),
                                        .license = TEXT("Apache-2.0"),
                                        .summary = TEXT("A report writer of the zoo"),
                                        .get_interface = get_interface};

const forge_plugin *forge_plugin_v1(const forge_host *host, forge_error *error) {
  (void)host;
  (void)error;
  return &zoo_plugin;
}
