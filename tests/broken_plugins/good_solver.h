/* SPDX-License-Identifier: Apache-2.0
 *
 * A correct solver plugin in C: knows one mapping, one loop over single values, and asks the host what it costs. Each
 * broken one defines SOLVE, then includes this. */
#include <forge/abi/solver.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }
#ifndef SOLVE
#define SOLVE solve
#endif
#define UNUSED __attribute__((unused))

struct forge_solver {
  const forge_host *host;
};

static const forge_strategy_info zoo_strategy = {
    .struct_size = sizeof(forge_strategy_info), .id = TEXT("zoo.one"), .summary = TEXT("Knows one mapping")};

static const forge_strategy_info *strategy_info(uint32_t strategy) {
  return strategy == 0 ? &zoo_strategy : NULL;
}
static const forge_column_info *option_info(uint32_t strategy, uint32_t option) {
  (void)strategy;
  (void)option;
  return NULL;
}

static forge_status create(const forge_host *host, uint32_t strategy, const forge_options *options, uint64_t seed,
                           forge_solver **out, forge_error *error) {
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
  return FORGE_OK;
}
static void destroy(forge_solver *self) {
  free(self);
}

static const forge_nest_node zoo_nest[] = {
    {FORGE_NEST_KEEP, 0, 0, 1, 0}, {FORGE_NEST_FOR, 0, -1, 0, 1}, {FORGE_NEST_COMPUTE, 0, 1, 0, 0}};

UNUSED static forge_status hand_over(const forge_solver_sink *sink, const double *claim, forge_error *error) {
  const forge_solution solution = {
      .struct_size = sizeof(forge_solution), .n_nodes = 3, .node = zoo_nest, .claim = claim};
  return sink->incumbent(sink, &solution, error);
}

/* What the model says of the one mapping; 0: it is not valid. */
UNUSED static double cost(const forge_solver_sink *sink, forge_error *error) {
  const forge_solution solution = {.struct_size = sizeof(forge_solution), .n_nodes = 3, .node = zoo_nest};
  const forge_solution *const solutions[] = {&solution};
  double value = 0;
  double *columns[] = {&value};
  forge_status status = FORGE_OK;
  sink->evaluate(sink, solutions, 1, columns, &status, error);
  return status == FORGE_OK ? value : 0;
}

UNUSED static forge_status solve(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                                 forge_certificate *certificate, forge_error *error) {
  (void)problem;
  if (self->host->is_cancelled(self->host)) {
    return FORGE_CANCELLED;
  }
  const double value = cost(sink, error);
  certificate->bound = value;
  return value > 0 ? hand_over(sink, &value, error) : FORGE_INFEASIBLE;
}

static const forge_solver_interface solver_interface = {.struct_size = sizeof(forge_solver_interface),
                                                        .strategy_info = strategy_info,
                                                        .option_info = option_info,
                                                        .create = create,
                                                        .destroy = destroy,
                                                        .solve = SOLVE};

static const void *get_interface(const char *id) {
  return strcmp(id, FORGE_SOLVER_ID) == 0 ? &solver_interface : NULL;
}
static const forge_plugin zoo_plugin = {.struct_size = sizeof(forge_plugin),
                                        .abi_minor = FORGE_ABI_MINOR,
                                        .id = TEXT("zoo.solver"),
                                        .version = TEXT("0.1.0"),
                                        .license = TEXT("Apache-2.0"),
                                        .summary = TEXT("A solver of the zoo"),
                                        .get_interface = get_interface};

const forge_plugin *forge_plugin_v1(const forge_host *host, forge_error *error) {
  (void)host;
  (void)error;
  return &zoo_plugin;
}
