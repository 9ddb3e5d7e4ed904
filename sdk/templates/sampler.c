/* SPDX-License-Identifier: Apache-2.0
 *
 * {{name}}: a search strategy for forge that asks and tells. Replace the example's idea by yours.
 *
 * The host codes the mappings of a layer as decision variables, asks for points, scores them on all cores, and tells
 * the scores. This example draws at random and learns nothing. */
#include <stdlib.h>
#include <string.h>

#include "forge/abi/sampler.h"

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

static const forge_strategy_info strategy = {
    .struct_size = sizeof(forge_strategy_info),
    .id = TEXT("{{name}}"), /* what a project writes as `strategy` */
    .summary = TEXT("an example: random points"),
};

/* Options that a user may give; the host checks them and fills in the presets. */
enum { FIRST };
static const forge_column_info options_of_strategy[] = {
    [FIRST] = {.struct_size = sizeof(forge_column_info),
               .kind = FORGE_INTEGER,
               .name = TEXT("skip"),
               .summary = TEXT("how many numbers of the stream are passed over at the start"),
               .lowest = 0,
               .highest = 1000000,
               .preset = 0},
};

struct forge_sampler {
  const forge_space *space; /* lives as long as the sampler */
  uint64_t state;
};

static const forge_strategy_info *strategy_info(uint32_t index) {
  return index == 0 ? &strategy : NULL;
}
static const forge_column_info *option_info(uint32_t index, uint32_t option) {
  return index == 0 && option < COUNT(options_of_strategy) ? &options_of_strategy[option] : NULL;
}

/* xorshift64*: S. Vigna, "An experimental exploration of Marsaglia's xorshift generators", 2016. */
static uint64_t draw(forge_sampler *self) {
  self->state ^= self->state >> 12;
  self->state ^= self->state << 25;
  self->state ^= self->state >> 27;
  return self->state * 2685821657736338717u;
}

static forge_status create(const forge_host *host, uint32_t index, const forge_space *space,
                           const forge_options *options, uint64_t seed, forge_sampler **out, forge_error *error) {
  (void)host;
  if (index != 0) {
    return fail(error, FORGE_INVALID, "there is one strategy, number 0");
  }
  *out = malloc(sizeof(**out));
  if (*out == NULL) {
    return fail(error, FORGE_INTERNAL, "out of memory");
  }
  (*out)->space = space;
  (*out)->state = seed * 2 + 1; /* never 0 */
  for (double skipped = 0; skipped < options->number[FIRST]; ++skipped) {
    draw(*out);
  }
  return FORGE_OK;
}

static void destroy(forge_sampler *self) {
  free(self);
}

/* Fills as many points as there is room for; 0 rows would say: nothing left to try. The same seed and scores have to
 * give the same points. */
static forge_status ask(forge_sampler *self, forge_points *points, forge_error *error) {
  const uint32_t n_variables = self->space->n_variables;
  (void)error;
  for (uint64_t row = 0; row < points->capacity; ++row) {
    for (uint32_t v = 0; v < n_variables; ++v) {
      const uint64_t n_values = (uint64_t)self->space->variable[v].n_values;
      points->value[row * n_variables + v] = (int32_t)((draw(self) >> 32) % n_values);
    }
  }
  points->n_rows = points->capacity;
  return FORGE_OK;
}

/* scores->objective[0][row] of the points of the last ask, lower is better. */
static forge_status tell(forge_sampler *self, const forge_scores *scores, forge_error *error) {
  (void)self;
  (void)scores;
  (void)error;
  return FORGE_OK;
}

static const forge_sampler_interface table = {
    .struct_size = sizeof(forge_sampler_interface),
    .strategy_info = strategy_info,
    .option_info = option_info,
    .create = create,
    .destroy = destroy,
    .ask = ask,
    .tell = tell,
};

static const void *get_interface(const char *id) {
  return strcmp(id, FORGE_SAMPLER_ID) == 0 ? &table : NULL;
}

static const forge_plugin plugin = {
    .struct_size = sizeof(forge_plugin),
    .abi_minor = FORGE_ABI_MINOR,
    .id = TEXT("{{name}}"),
    .version = TEXT("0.1.0"),
    .license = TEXT("Apache-2.0"),
    .summary = TEXT("a search strategy"),
    .get_interface = get_interface,
};

const forge_plugin *forge_plugin_v1(const forge_host *host, forge_error *error) {
  (void)host;
  (void)error;
  return &plugin;
}
