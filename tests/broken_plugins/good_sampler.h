/* SPDX-License-Identifier: Apache-2.0
 *
 * A correct sampler plugin in C: counts through the space from the seed on. Each broken one defines ASK, then includes
 * this. */
#include <forge/abi/sampler.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }
#ifndef ASK
#define ASK ask
#endif
#define UNUSED __attribute__((unused))

struct forge_sampler {
  const forge_host *host;
  const forge_space *space;
  uint64_t next; /* point */
  uint64_t n_feasible;
  uint64_t n_infeasible;
};

static const forge_strategy_info zoo_strategy = {
    .struct_size = sizeof(forge_strategy_info), .id = TEXT("zoo.count"), .summary = TEXT("Counts")};

static const forge_strategy_info *strategy_info(uint32_t strategy) {
  return strategy == 0 ? &zoo_strategy : NULL;
}
static const forge_column_info *option_info(uint32_t strategy, uint32_t option) {
  (void)strategy;
  (void)option;
  return NULL;
}

static forge_status create(const forge_host *host, uint32_t strategy, const forge_space *space,
                           const forge_options *options, uint64_t seed, forge_sampler **out, forge_error *error) {
  (void)options;
  (void)seed;
  if (strategy != 0) {
    strncpy(error->text, "there is one strategy, 0", error->capacity - 1);
    return FORGE_INVALID;
  }
  *out = calloc(1, sizeof **out);
  if (*out == NULL) {
    return FORGE_INTERNAL;
  }
  (*out)->host = host;
  (*out)->space = space;
  return FORGE_OK;
}
static void destroy(forge_sampler *self) {
  free(self);
}

UNUSED static forge_status ask(forge_sampler *self, forge_points *points, forge_error *error) {
  const forge_space *space = self->space;
  (void)error;
  points->n_rows = 0;
  while (points->n_rows < points->capacity && (double)self->next < space->size) {
    uint64_t rest = self->next++;
    for (uint32_t i = 0; i < space->n_variables; ++i) {
      const uint64_t n = (uint64_t)space->variable[i].n_values;
      points->value[points->n_rows * space->n_variables + i] = (int32_t)(rest % n);
      rest /= n;
    }
    ++points->n_rows;
  }
  return FORGE_OK;
}
static forge_status tell(forge_sampler *self, const forge_scores *scores, forge_error *error) {
  (void)error;
  for (uint64_t i = 0; i < scores->n_rows; ++i) {
    self->n_feasible += scores->row_status[i] == FORGE_OK;
    self->n_infeasible += scores->row_status[i] == FORGE_INFEASIBLE;
  }
  return FORGE_OK;
}

static const forge_sampler_interface sampler_interface = {.struct_size = sizeof(forge_sampler_interface),
                                                          .strategy_info = strategy_info,
                                                          .option_info = option_info,
                                                          .create = create,
                                                          .destroy = destroy,
                                                          .ask = ASK,
                                                          .tell = tell};

static const void *get_interface(const char *id) {
  return strcmp(id, FORGE_SAMPLER_ID) == 0 ? &sampler_interface : NULL;
}
static const forge_plugin zoo_plugin = {.struct_size = sizeof(forge_plugin),
                                        .abi_minor = FORGE_ABI_MINOR,
                                        .id = TEXT("zoo.sampler"),
                                        .version = TEXT("0.1.0"),
                                        .license = TEXT("Apache-2.0"),
                                        .summary = TEXT("A sampler of the zoo"),
                                        .get_interface = get_interface};

const forge_plugin *forge_plugin_v1(const forge_host *host, forge_error *error) {
  (void)host;
  (void)error;
  return &zoo_plugin;
}
