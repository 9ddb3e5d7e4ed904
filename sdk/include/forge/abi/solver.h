/* SPDX-License-Identifier: Apache-2.0
 *
 * Interface "forge.solver/1": strategies that see the whole problem and own their loop (exact and structured search).
 *
 * The host evaluates every mapping that comes back with the model. A claim that the model does not confirm is an
 * error that names the plugin. */
#ifndef FORGE_ABI_SOLVER_H
#define FORGE_ABI_SOLVER_H

#include "options.h"
#include "plugin.h"
#include "problem.h"
#include "sampler.h" /* forge_strategy_info */

#define FORGE_SOLVER_ID "forge.solver/1"

#ifdef __cplusplus
extern "C" {
#endif

/* A mapping with what the solver believes of it. */
typedef struct forge_solution {
  uint32_t struct_size;
  uint32_t n_nodes;
  const forge_nest_node *node; /* [n_nodes] outermost first */
  const double *claim;         /* [n_objectives of the problem] */
} forge_solution;

/* How a search ended. */
typedef struct forge_certificate {
  uint32_t struct_size;
  int32_t is_optimal;   /* 1: proven: nothing is better than the best solution by more than rounding */
  double bound;         /* no mapping has a first objective below it; NaN: not known */
  uint64_t n_evaluated; /* mappings or states looked at; for the report */
} forge_certificate;

/* Where a solver puts what it finds, and what it may ask. [instance] */
typedef struct forge_solver_sink {
  uint32_t struct_size;
  uint32_t pad0;
  void *impl;
  /* A better mapping (or another Pareto point) was found. The host copies it. It evaluates it at once; a wrong
   * claim is answered with FORGE_INVALID, and the solver is to give up. */
  forge_status (*incumbent)(const struct forge_solver_sink *sink, const forge_solution *solution, forge_error *error);
  /* A better bound on the first objective is known. */
  void (*bound)(const struct forge_solver_sink *sink, double bound);
  /* Evaluates nests with the model: objective[o][i] and row_status[i] as in forge_scores. */
  forge_status (*evaluate)(const struct forge_solver_sink *sink, const forge_solution *const *nest, uint64_t n_nests,
                           double *const *objective, forge_status *row_status, forge_error *error);
} forge_solver_sink;

typedef struct forge_solver forge_solver; /* an instance, opaque to the host */

typedef struct forge_solver_interface {
  uint32_t struct_size;
  uint32_t pad0;
  /* Descriptions. [any] Constant data; NULL ends each list. */
  const forge_strategy_info *(*strategy_info)(uint32_t strategy);
  const forge_column_info *(*option_info)(uint32_t strategy, uint32_t option);
  forge_status (*create)(const forge_host *host, uint32_t strategy, const forge_options *options, uint64_t seed,
                         forge_solver **out, forge_error *error); /* [any] */
  void (*destroy)(forge_solver *self);                            /* [instance] NULL is legal */
  /* Searches until done, cancelled, or past the deadline. The best solution is the last good incumbent.
   * FORGE_OK also when cancelled with an incumbent; FORGE_INFEASIBLE: proven that no mapping is valid;
   * FORGE_CANCELLED: stopped with nothing found; FORGE_UNSUPPORTED: not a problem for this strategy. [instance] */
  forge_status (*solve)(forge_solver *self, const forge_problem *problem, const forge_solver_sink *sink,
                        forge_certificate *certificate, forge_error *error);
} forge_solver_interface;

#ifdef __cplusplus
}
#endif
#endif
