/* SPDX-License-Identifier: Apache-2.0
 *
 * Interface "forge.sampler/1": search strategies that ask and tell (random, exhaustive, annealing, genetic ...).
 *
 * The host codes the mapspace of one Einsum as integer decision variables, asks for points, scores them on all
 * cores, and tells the scores. Budget, timeout, patience, progress and cancellation are the host's. A strategy
 * is a pure function of (space, options, seed, scores): the same inputs give the same sequence of points. */
#ifndef FORGE_ABI_SAMPLER_H
#define FORGE_ABI_SAMPLER_H

#include "options.h"
#include "plugin.h"

#define FORGE_SAMPLER_ID "forge.sampler/1"

#ifdef __cplusplus
extern "C" {
#endif

/* What a decision variable decides. Unknown kinds are just variables. */
enum {
  FORGE_VARIABLE_OTHER = 0,
  FORGE_VARIABLE_FACTORS = 1, /* how a prime power of a rank variable's size is spread over loops */
  FORGE_VARIABLE_ORDER = 2,   /* a permutation of the loops of one memory, as its index */
  FORGE_VARIABLE_KEEP = 3     /* 1: a memory holds a tensor, 0: the tensor bypasses it */
};

/* A decision variable takes each of 0 ... n_values - 1. Frozen: handed over in arrays. */
typedef struct forge_variable {
  forge_str name;
  int32_t kind;
  int32_t n_values; /* >= 1 */
} forge_variable;

/* Read only; lives as long as the sampler. */
typedef struct forge_space {
  uint32_t struct_size;
  uint32_t n_variables;
  const forge_variable *variable; /* [n_variables] */
  double size;                    /* product of n_values: number of points, as a real (may be beyond 2^64) */
  uint32_t n_objectives;
  uint32_t pad0;
} forge_space;

/* Storage of the host that ask() fills. */
typedef struct forge_points {
  uint32_t struct_size;
  uint32_t pad0;
  uint64_t capacity; /* rows the storage can take, >= 1 */
  uint64_t n_rows;   /* out: rows written; 0 means: nothing left */
  int32_t *value;    /* [capacity][n_variables], row by row */
} forge_points;

/* The verdict on the rows of the last ask, in the same order. */
typedef struct forge_scores {
  uint32_t struct_size;
  uint32_t n_objectives;
  uint64_t n_rows;
  const double *const *objective; /* [n_objectives][n_rows], lower is better; infinity where infeasible */
  const forge_status *row_status; /* [n_rows] FORGE_OK or FORGE_INFEASIBLE */
} forge_scores;

typedef struct forge_strategy_info {
  uint32_t struct_size;
  uint32_t pad0;
  forge_str id;      /* what a project writes as `strategy`: "random", "acme.annealing" */
  forge_str summary; /* one line */
} forge_strategy_info;

typedef struct forge_sampler forge_sampler; /* an instance, opaque to the host */

typedef struct forge_sampler_interface {
  uint32_t struct_size;
  uint32_t pad0;
  /* Descriptions. [any] Constant data; NULL ends each list. */
  const forge_strategy_info *(*strategy_info)(uint32_t strategy);
  const forge_column_info *(*option_info)(uint32_t strategy, uint32_t option);
  /* `options` is valid during the call, `space` until destroy. [any] */
  forge_status (*create)(const forge_host *host, uint32_t strategy, const forge_space *space,
                         const forge_options *options, uint64_t seed, forge_sampler **out, forge_error *error);
  void (*destroy)(forge_sampler *self);                                               /* [instance] NULL is legal */
  forge_status (*ask)(forge_sampler *self, forge_points *points, forge_error *error); /* [instance] */
  forge_status (*tell)(forge_sampler *self, const forge_scores *scores, forge_error *error); /* [instance] */
} forge_sampler_interface;

#ifdef __cplusplus
}
#endif
#endif
