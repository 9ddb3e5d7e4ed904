/* SPDX-License-Identifier: Apache-2.0
 *
 * The smallest complete plugin in plain C: one component model, "example.scratchpad". Copy this folder, rename, and put
 * your own figures in. Build: CMakeLists.txt beside this file; check: `forge plugin check template-c.so`. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forge/abi/component.h"

#define TEXT(literal) \
  { (literal), sizeof(literal) - 1 }
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What the model is called, and what it takes and gives. */
static const forge_model_info scratchpad = {
    .struct_size = sizeof(forge_model_info),
    .id = TEXT("example.scratchpad"),
    .summary = TEXT("an example: a small memory with round figures"),
    .source = TEXT("invented, to show how a model is written"),
};

enum { in_size, in_width };
static const forge_column_info inputs[] = {
    [in_size] = {.struct_size = sizeof(forge_column_info),
                 .kind = FORGE_REAL,
                 .flags = FORGE_REQUIRED,
                 .name = TEXT("size"),
                 .unit = TEXT("bit"),
                 .summary = TEXT("capacity"),
                 .lowest = 1,
                 .highest = 1e12},
    [in_width] = {.struct_size = sizeof(forge_column_info),
                  .kind = FORGE_INTEGER,
                  .name = TEXT("width"),
                  .unit = TEXT("bit"),
                  .summary = TEXT("bits of one access"),
                  .lowest = 1,
                  .highest = 65536,
                  .preset = 64},
};

enum { out_area, out_read_energy, out_read_throughput, out_write_energy, out_write_throughput };
#define OUTPUT(column_name, column_unit, text)                                               \
  {                                                                                          \
    .struct_size = sizeof(forge_column_info), .kind = FORGE_REAL, .name = TEXT(column_name), \
    .unit = TEXT(column_unit), .summary = TEXT(text), .lowest = 0, .highest = DBL_MAX        \
  }
static const forge_column_info outputs[] = {
    [out_area] = OUTPUT("area", "m^2", "1 um^2 for each bit (invented)"),
    [out_read_energy] = OUTPUT("read.energy", "J", "1 fJ for each bit, times the root of the rows (invented)"),
    [out_read_throughput] = OUTPUT("read.throughput", "Hz", "1 GHz (invented)"),
    [out_write_energy] = OUTPUT("write.energy", "J", "as a read (invented)"),
    [out_write_throughput] = OUTPUT("write.throughput", "Hz", "1 GHz (invented)"),
};

static const forge_model_info *model_info(uint32_t model) {
  return model == 0 ? &scratchpad : NULL;
}
static const forge_column_info *input_info(uint32_t model, uint32_t column) {
  return model == 0 && column < COUNT(inputs) ? &inputs[column] : NULL;
}
static const forge_column_info *output_info(uint32_t model, uint32_t column) {
  return model == 0 && column < COUNT(outputs) ? &outputs[column] : NULL;
}
static const forge_column_info *text_info(uint32_t model, uint32_t option) {
  (void)model;
  (void)option;
  return NULL; /* no text options */
}

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

/* What one instance remembers. This model needs nothing, so the host stands in for what others would keep here. */
struct forge_component {
  const forge_host *host;
};

static forge_status create(const forge_host *host, uint32_t model, const forge_str *texts, uint32_t n_texts,
                           forge_component **out, forge_error *error) {
  (void)texts;
  (void)n_texts;
  if (model != 0) {
    return fail(error, FORGE_INVALID, "template-c has one model, number 0");
  }
  *out = malloc(sizeof(**out));
  if (*out == NULL) {
    return fail(error, FORGE_INTERNAL, "out of memory");
  }
  (*out)->host = host;
  return FORGE_OK;
}

static void destroy(forge_component *self) {
  free(self);
}

/* Rows are independent. What is not a possible scratchpad (also NaN: every comparison with it is false) is marked as
 * infeasible, and the call still succeeds. */
static forge_status evaluate(forge_component *self, const forge_batch *batch, forge_error *error) {
  (void)self;
  if (batch->n_inputs != COUNT(inputs) || batch->n_outputs != COUNT(outputs)) {
    return fail(error, FORGE_INVALID, "the batch does not have the columns of example.scratchpad");
  }
  for (uint64_t row = 0; row < batch->n_rows; ++row) {
    const double size = batch->input[in_size][row];
    const double width = batch->input[in_width][row];
    const int possible = width >= 1 && width <= 65536 && size >= width && size <= 1e12;
    const double bit_energy = possible ? 1e-15 * sqrt(size / width) : 0.0;
    batch->row_status[row] = possible ? FORGE_OK : FORGE_INFEASIBLE;
    batch->output[out_area][row] = possible ? 1e-12 * size : 0.0;
    batch->output[out_read_energy][row] = possible ? bit_energy * width : 0.0;
    batch->output[out_write_energy][row] = possible ? bit_energy * width : 0.0;
    batch->output[out_read_throughput][row] = 1e9;
    batch->output[out_write_throughput][row] = 1e9;
  }
  return FORGE_OK;
}

static const forge_component_interface component = {
    .struct_size = sizeof(forge_component_interface),
    .model_info = model_info,
    .input_info = input_info,
    .output_info = output_info,
    .text_info = text_info,
    .create = create,
    .destroy = destroy,
    .evaluate = evaluate,
};

static const void *get_interface(const char *id) {
  return strcmp(id, FORGE_COMPONENT_ID) == 0 ? &component : NULL;
}

static const forge_plugin plugin = {
    .struct_size = sizeof(forge_plugin),
    .abi_minor = FORGE_ABI_MINOR,
    .id = TEXT("template-c"),
    .version = TEXT("1.0.0"),
    .license = TEXT("Apache-2.0"),
    .summary = TEXT("the smallest complete plugin in C"),
    .get_interface = get_interface,
};

const forge_plugin *forge_plugin_v1(const forge_host *host, forge_error *error) {
  (void)host;
  (void)error;
  return &plugin;
}
