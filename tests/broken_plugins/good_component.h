/* SPDX-License-Identifier: Apache-2.0
 *
 * A correct component plugin in C. Each broken one defines the macro of the part that it breaks, then includes this. */
#include <forge/abi/component.h>
#include <string.h>

#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }

#ifndef PLUGIN_ID
#define PLUGIN_ID TEXT("zoo.component")
#endif
#ifndef PLUGIN_SUMMARY
#define PLUGIN_SUMMARY TEXT("A plugin of the zoo")
#endif
#ifndef PLUGIN_SIZE
#define PLUGIN_SIZE sizeof(forge_plugin)
#endif
#ifndef INTERFACE_SIZE
#define INTERFACE_SIZE sizeof(forge_component_interface)
#endif
#ifndef MODEL_ID
#define MODEL_ID TEXT("zoo.model")
#endif
#ifndef INPUT_COLUMN
#define INPUT_COLUMN                                                                                         \
  {                                                                                                          \
    .struct_size = sizeof(forge_column_info), .kind = FORGE_REAL, .name = TEXT("size"), .unit = TEXT("bit"), \
    .summary = TEXT("How large it is"), .lowest = 1, .highest = 1e6, .preset = 64                            \
  }
#endif
#ifndef INFO_OF_MODEL
#define INFO_OF_MODEL model_info
#endif
#ifndef INFO_OF_INPUT
#define INFO_OF_INPUT input_info
#endif
#ifndef CREATE
#define CREATE create
#endif
#ifndef DESTROY
#define DESTROY destroy
#endif
#ifndef EVALUATE
#define EVALUATE evaluate
#endif
#ifndef GET_INTERFACE
#define GET_INTERFACE get_interface
#endif
#ifndef UNUSED
#define UNUSED __attribute__((unused))
#endif

struct forge_component {
  uint32_t model;
};

static const forge_model_info zoo_model = {.struct_size = sizeof(forge_model_info),
                                           .id = MODEL_ID,
                                           .summary = TEXT("Takes energy by size"),
                                           .source = TEXT("made up"),
                                           .classes = TEXT("cage")};
static const forge_column_info zoo_input = INPUT_COLUMN;
static const forge_column_info zoo_output = {.struct_size = sizeof(forge_column_info),
                                             .kind = FORGE_REAL,
                                             .name = TEXT("read.energy"),
                                             .unit = TEXT("J"),
                                             .summary = TEXT("1 fJ/bit, made up"),
                                             .lowest = 0,
                                             .highest = 1};

UNUSED static const forge_model_info *model_info(uint32_t model) {
  return model == 0 ? &zoo_model : NULL;
}
UNUSED static const forge_column_info *input_info(uint32_t model, uint32_t column) {
  return model == 0 && column == 0 ? &zoo_input : NULL;
}
UNUSED static const forge_column_info *output_info(uint32_t model, uint32_t column) {
  return model == 0 && column == 0 ? &zoo_output : NULL;
}
UNUSED static const forge_column_info *text_info(uint32_t model, uint32_t option) {
  (void)model;
  (void)option;
  return NULL;
}

UNUSED static void say(forge_error *error, const char *words) {
  if (error != NULL && error->capacity > 0) {
    strncpy(error->text, words, error->capacity - 1);
    error->text[error->capacity - 1] = '\0';
  }
}

/* The state is one byte for each instance, from a pool: no instance is the same as another one that lives. */
#include <stdlib.h>
UNUSED static forge_status create(const forge_host *host, uint32_t model, const forge_str *texts, uint32_t n_texts,
                                  forge_component **out, forge_error *error) {
  (void)host;
  (void)texts;
  (void)n_texts;
  if (model != 0) {
    say(error, "there is one model, 0");
    return FORGE_INVALID;
  }
  *out = calloc(1, sizeof **out);
  return *out != NULL ? FORGE_OK : FORGE_INTERNAL;
}
UNUSED static void destroy(forge_component *self) {
  free(self);
}

UNUSED static int is_size(double size) {
  return size >= 1 && size <= 1e6;
}

UNUSED static forge_status evaluate(forge_component *self, const forge_batch *batch, forge_error *error) {
  (void)self;
  (void)error;
  for (uint64_t i = 0; i < batch->n_rows; ++i) {
    const double size = batch->input[0][i];
    batch->row_status[i] = is_size(size) ? FORGE_OK : FORGE_INFEASIBLE;
    batch->output[0][i] = is_size(size) ? 1e-15 * size : 0;
  }
  return FORGE_OK;
}

static const forge_component_interface component_interface = {.struct_size = INTERFACE_SIZE,
                                                              .model_info = INFO_OF_MODEL,
                                                              .input_info = INFO_OF_INPUT,
                                                              .output_info = output_info,
                                                              .text_info = text_info,
                                                              .create = CREATE,
                                                              .destroy = DESTROY,
                                                              .evaluate = EVALUATE};

UNUSED static const void *get_interface(const char *id) {
  return strcmp(id, FORGE_COMPONENT_ID) == 0 ? &component_interface : NULL;
}

static const forge_plugin zoo_plugin = {.struct_size = PLUGIN_SIZE,
                                        .abi_minor = FORGE_ABI_MINOR,
                                        .id = PLUGIN_ID,
                                        .version = TEXT("0.1.0"),
                                        .license = TEXT("Apache-2.0"),
                                        .summary = PLUGIN_SUMMARY,
                                        .get_interface = GET_INTERFACE};

#ifndef OWN_ENTRY
FORGE_EXPORT const forge_plugin *forge_plugin_v1(const forge_host *host, forge_error *error) {
  (void)host;
  (void)error;
#ifdef AT_ENTRY
  AT_ENTRY;
#endif
  return &zoo_plugin;
}
#endif
