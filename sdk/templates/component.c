/* SPDX-License-Identifier: Apache-2.0
 *
 * {{name}}: a component model for forge. Replace the example's parameters and figures by yours. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forge/abi/component.h"

#define TEXT(literal) \
  { (literal), sizeof(literal) - 1 }
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

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

static const forge_model_info model = {
    .struct_size = sizeof(forge_model_info),
    .id = TEXT("{{name}}"), /* what a project writes as `component` */
    .summary = TEXT("an example: a small memory with round figures"),
    .source = TEXT("invented; name your paper or data sheet here"),
    .classes = TEXT("example-memory"), /* further names that it answers to, a space between */
    .accuracy = 0.5,                   /* typically 50 % off; of several that answer, the best accuracy is taken */
};

/* SI units; the host checks what the user wrote against these before the model sees it. */
enum { SIZE, WIDTH };
static const forge_column_info inputs[] = {
    [SIZE] = {.struct_size = sizeof(forge_column_info),
              .kind = FORGE_REAL,
              .flags = FORGE_REQUIRED,
              .name = TEXT("size"),
              .unit = TEXT("bit"),
              .summary = TEXT("capacity"),
              .lowest = 1,
              .highest = 1e12},
    [WIDTH] = {.struct_size = sizeof(forge_column_info),
               .kind = FORGE_INTEGER,
               .name = TEXT("width"),
               .unit = TEXT("bit"),
               .summary = TEXT("bits of one access"),
               .lowest = 1,
               .highest = 65536,
               .preset = 64},
};

/* `ACTION.energy`, `ACTION.throughput` or `ACTION.latency`, `area`, `leak_power`: what the host understands. */
enum { AREA, READ_ENERGY, WRITE_ENERGY };
#define OUTPUT(column_name, column_unit, text)                                               \
  {                                                                                          \
    .struct_size = sizeof(forge_column_info), .kind = FORGE_REAL, .name = TEXT(column_name), \
    .unit = TEXT(column_unit), .summary = TEXT(text), .lowest = 0, .highest = DBL_MAX        \
  }
static const forge_column_info outputs[] = {
    [AREA] = OUTPUT("area", "m^2", "1 um^2 for each bit (invented)"),
    [READ_ENERGY] = OUTPUT("read.energy", "J", "1 fJ for each bit, times the root of the rows (invented)"),
    [WRITE_ENERGY] = OUTPUT("write.energy", "J", "as a read (invented)"),
};

static const forge_model_info *model_info(uint32_t index) {
  return index == 0 ? &model : NULL;
}
static const forge_column_info *input_info(uint32_t index, uint32_t column) {
  return index == 0 && column < COUNT(inputs) ? &inputs[column] : NULL;
}
static const forge_column_info *output_info(uint32_t index, uint32_t column) {
  return index == 0 && column < COUNT(outputs) ? &outputs[column] : NULL;
}
static const forge_column_info *text_info(uint32_t index, uint32_t option) {
  (void)index;
  (void)option;
  return NULL; /* no text options */
}

/* What one instance remembers. */
struct forge_component {
  const forge_host *host;
};

static forge_status create(const forge_host *host, uint32_t index, const forge_str *texts, uint32_t n_texts,
                           forge_component **out, forge_error *error) {
  (void)texts;
  (void)n_texts;
  if (index != 0) {
    return fail(error, FORGE_INVALID, "there is one model, number 0");
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

/* Rows are independent. What is not possible (also NaN: every comparison with it is false) is marked as infeasible, and
 * the call still succeeds. */
static forge_status evaluate(forge_component *self, const forge_batch *batch, forge_error *error) {
  (void)self;
  (void)error;
  for (uint64_t row = 0; row < batch->n_rows; ++row) {
    const double size = batch->input[SIZE][row];
    const double width = batch->input[WIDTH][row];
    const int possible = width >= 1 && width <= 65536 && size >= width && size <= 1e12;
    const double energy = possible ? 1e-15 * width * sqrt(size / width) : 0.0;
    batch->row_status[row] = possible ? FORGE_OK : FORGE_INFEASIBLE;
    batch->output[AREA][row] = possible ? 1e-12 * size : 0.0;
    batch->output[READ_ENERGY][row] = energy;
    batch->output[WRITE_ENERGY][row] = energy;
  }
  return FORGE_OK;
}

static const forge_component_interface table = {
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
  return strcmp(id, FORGE_COMPONENT_ID) == 0 ? &table : NULL;
}

static const forge_plugin plugin = {
    .struct_size = sizeof(forge_plugin),
    .abi_minor = FORGE_ABI_MINOR,
    .id = TEXT("{{name}}"),
    .version = TEXT("0.1.0"),
    .license = TEXT("Apache-2.0"),
    .summary = TEXT("a component model"),
    .get_interface = get_interface,
};

const forge_plugin *forge_plugin_v1(const forge_host *host, forge_error *error) {
  (void)host;
  (void)error;
  return &plugin;
}
