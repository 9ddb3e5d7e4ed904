/* SPDX-License-Identifier: Apache-2.0
 *
 * {{name}}: a search strategy for forge that sees the whole problem. Replace the example's idea by yours.
 *
 * This example knows one mapping, all loops over single values, and hands it over with the figures that the host's
 * model gives for it. It proves nothing; a solver that does fills in `bound` and `is_optimal`. */
#include <stdlib.h>
#include <string.h>

#include "forge/abi/solver.h"

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

static const forge_strategy_info strategy = {
    .struct_size = sizeof(forge_strategy_info),
    .id = TEXT("{{name}}"), /* what a project writes as `strategy` */
    .summary = TEXT("an example: one mapping without tiles"),
};

struct forge_solver {
  const forge_host *host;
};

static const forge_strategy_info *strategy_info(uint32_t index) {
  return index == 0 ? &strategy : NULL;
}
static const forge_column_info *option_info(uint32_t index, uint32_t option) {
  (void)index;
  (void)option;
  return NULL; /* no options */
}

static forge_status create(const forge_host *host, uint32_t index, const forge_options *options, uint64_t seed,
                           forge_solver **out, forge_error *error) {
  (void)options;
  (void)seed;
  if (index != 0) {
    return fail(error, FORGE_INVALID, "there is one strategy, number 0");
  }
  *out = malloc(sizeof(**out));
  if (*out == NULL) {
    return fail(error, FORGE_INTERNAL, "out of memory");
  }
  (*out)->host = host;
  return FORGE_OK;
}

static void destroy(forge_solver *self) {
  free(self);
}

/* What the outermost memory may hold, all loops with tiles of one value, then the other memories, the compute. Returns
 * the number of nodes. */
static uint32_t make_nest(const forge_problem *problem, forge_nest_node *nest) {
  uint32_t n = 0;
  int has_loops = 0;
  for (uint32_t node = 0; node < problem->n_nodes; ++node) {
    if (problem->node_kind[node] == FORGE_MEMORY) {
      for (uint32_t tensor = 0; tensor < problem->n_tensors; ++tensor) {
        if (problem->keep[node * problem->n_tensors + tensor] != FORGE_BYPASS) {
          nest[n++] = (forge_nest_node){FORGE_NEST_KEEP, (int32_t)tensor, (int32_t)node, problem->retain, 0};
        }
      }
      for (uint32_t variable = 0; variable < problem->n_variables && !has_loops; ++variable) {
        if (problem->variable_size[variable] > 1) {
          nest[n++] = (forge_nest_node){FORGE_NEST_FOR, (int32_t)variable, -1, 0, 1};
        }
      }
      has_loops = 1;
    } else if (problem->node_kind[node] == FORGE_COMPUTE) {
      nest[n++] = (forge_nest_node){FORGE_NEST_COMPUTE, 0, (int32_t)node, 0, 0};
    }
  }
  return n;
}

/* Lets the host evaluate the nest; the figures are what the solver claims. */
static forge_status hand_over(const forge_problem *problem, const forge_solver_sink *sink, const forge_nest_node *nest,
                              uint32_t n_nodes, double *claim, double **columns, forge_error *error) {
  const forge_solution solution = {
      .struct_size = sizeof(forge_solution), .n_nodes = n_nodes, .node = nest, .claim = claim};
  const forge_solution *const solutions[] = {&solution};
  forge_status row_status = FORGE_OK;
  for (uint32_t i = 0; i < problem->n_objectives; ++i) {
    columns[i] = &claim[i];
  }
  const forge_status status = sink->evaluate(sink, solutions, 1, columns, &row_status, error);
  if (status != FORGE_OK) {
    return status;
  }
  if (row_status != FORGE_OK) {
    return fail(error, FORGE_UNSUPPORTED, "the one mapping that this strategy knows does not fit");
  }
  return sink->incumbent(sink, &solution, error);
}

static forge_status solve(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                          forge_certificate *certificate, forge_error *error) {
  if (self->host->is_cancelled(self->host)) {
    return FORGE_CANCELLED;
  }
  const size_t most_nodes = (size_t)problem->n_nodes * (problem->n_tensors + 1u) + problem->n_variables;
  forge_nest_node *nest = calloc(most_nodes, sizeof *nest);
  double *claim = calloc(problem->n_objectives, sizeof *claim);
  double **columns = calloc(problem->n_objectives, sizeof *columns);
  forge_status status = FORGE_INTERNAL;
  if (nest != NULL && claim != NULL && columns != NULL) {
    status = hand_over(problem, sink, nest, make_nest(problem, nest), claim, columns, error);
    certificate->n_evaluated = 1;
  }
  free(columns);
  free(claim);
  free(nest);
  return status;
}

static const forge_solver_interface table = {
    .struct_size = sizeof(forge_solver_interface),
    .strategy_info = strategy_info,
    .option_info = option_info,
    .create = create,
    .destroy = destroy,
    .solve = solve,
};

static const void *get_interface(const char *id) {
  return strcmp(id, FORGE_SOLVER_ID) == 0 ? &table : NULL;
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
