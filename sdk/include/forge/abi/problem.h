/* SPDX-License-Identifier: Apache-2.0
 *
 * The mapping problem of one Einsum on one path of the architecture, in columns, as a solver sees it, and the
 * flat coding of a mapping.
 *
 * Matrices are row by row: [n_nodes][n_tensors] is indexed node * n_tensors + tensor. All arrays are the host's,
 * read only, and live until solve() returns. */
#ifndef FORGE_ABI_PROBLEM_H
#define FORGE_ABI_PROBLEM_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Kinds of nodes of the path. A fan-out is one node for each of its dimensions. Unknown kinds: refuse the problem. */
enum { FORGE_MEMORY = 0, FORGE_FANOUT = 1, FORGE_COMPUTE = 2, FORGE_CONVERTER = 3, FORGE_NETWORK = 4 };

/* May a memory hold a tensor? FORGE_KEEP_INSTEAD: it holds it exactly where the node of keep_unless does not. */
enum { FORGE_BYPASS = 0, FORGE_MAY_KEEP = 1, FORGE_MUST_KEEP = 2, FORGE_KEEP_INSTEAD = 3 };

/* How the times of a component's actions add up. */
enum {
  FORGE_LATENCY_SUM = 0,  /* shared port: times add up */
  FORGE_LATENCY_MAX = 1,  /* separate ports: the slowest action decides */
  FORGE_LATENCY_OTHER = 2 /* the user's expression: known to the host's evaluation only */
};

/* The four counts that are priced, in this order, as the last index of energy_per_value and time_per_value. */
enum { FORGE_FILL = 0, FORGE_READ = 1, FORGE_UPDATE = 2, FORGE_DRAIN = 3, FORGE_N_TRANSFERS = 4 };

enum { FORGE_LESS_EQUAL = 0, FORGE_EQUAL = 1, FORGE_GREATER_EQUAL = 2 };

/* What is minimized, of the whole Einsum: J, s, J*s, J*s^2; or of one node, the objective_node. Unknown objectives: refuse
 * the problem. */
enum {
  FORGE_ENERGY = 0,
  FORGE_LATENCY = 1,
  FORGE_ENERGY_DELAY_PRODUCT = 2,
  FORGE_ENERGY_DELAY_SQUARED = 3,
  FORGE_OCCUPANCY = 4, /* bits that one instance of a memory holds at the most: of the tiles of all tensors it keeps */
  FORGE_INSTANCES = 5  /* how many of a memory or compute: used places of the fan-outs above it, times `instances`,
                          rounded to a whole number */
};

/* Tiles: each divides the one around it; any; those of temporal loops divide, those of spatial loops need not. */
enum { FORGE_PERFECT = 0, FORGE_IMPERFECT = 1, FORGE_IMPERFECT_SPATIAL = 2 };

/* One node of a nest, outermost first. Frozen: handed over in arrays. */
enum { FORGE_NEST_KEEP = 0, FORGE_NEST_FOR = 1, FORGE_NEST_PAR = 2, FORGE_NEST_COMPUTE = 3 };
typedef struct forge_nest_node {
  int32_t kind;    /* FORGE_NEST_KEEP ... */
  int32_t operand; /* keep: tensor; for, par: rank variable; compute: 0 */
  int32_t node;    /* keep, par, compute: node of the path; for: -1 */
  int32_t retain;  /* keep: 1 what consecutive tiles share stays, 0 each tile is fetched anew; else 0 */
  uint64_t tile;   /* for, par: how much of the rank variable one iteration covers; else 0 */
} forge_nest_node;

typedef struct forge_problem {
  uint32_t struct_size;
  uint32_t n_variables;
  uint32_t n_tensors;
  uint32_t n_nodes;

  forge_str einsum;
  /* Rank variables */
  const forge_str *variable_name; /* [n_variables] */
  const uint64_t *variable_size;  /* [n_variables] */

  /* Tensors. Tensor t has the ranks rank_begin[t] ... rank_begin[t+1]-1; rank r is indexed by the sum of
   * term_coefficient[i] * term_variable[i] over i = term_begin[r] ... term_begin[r+1]-1. */
  const forge_str *tensor_name; /* [n_tensors] */
  const int32_t *is_output;     /* [n_tensors] */
  const uint32_t *rank_begin;   /* [n_tensors + 1] */
  const uint32_t *term_begin;   /* [number of ranks + 1] */
  const uint32_t *term_variable;
  const int64_t *term_coefficient;

  /* The path, outermost first; the last node is the compute. */
  const forge_str *node_name;    /* [n_nodes] fan-outs as "PE.x" */
  const int32_t *node_kind;      /* [n_nodes] */
  const double *capacity;        /* [n_nodes] memories: usable bits of one instance, may be infinite; else 0 */
  const uint64_t *fanout_size;   /* [n_nodes] fan-outs: places; else 1 */
  const double *min_utilization; /* [n_nodes] fan-outs: least used share of fanout_size; else 0 */
  const int32_t *latency_kind;   /* [n_nodes] FORGE_LATENCY_SUM ... */
  const int32_t *action;         /* [n_nodes][4] memories: transfers with equal numbers are one action of the port */
  const double *leak_power;      /* [n_nodes] W of all instances together */
  const int32_t *power_gated;    /* [n_nodes] fan-outs: 1: of what is below it, only the places that are used leak */
  const int32_t *keep;           /* [n_nodes][n_tensors] memories: FORGE_BYPASS ... */
  const int32_t *keep_unless;    /* [n_nodes][n_tensors] the node that must hold it where this one does not, or -1 */
  const double *bits_per_value;  /* [n_nodes][n_tensors] memories: what one value takes there */
  const int32_t *multicast;      /* [n_nodes][n_tensors] fan-outs: 1: places that need the same values share one read */
  const int32_t *reduce;         /* [n_nodes][n_tensors] fan-outs: 1: partial sums are merged on the way up */
  const int32_t *reuse;          /* [n_nodes][n_tensors] fan-outs: 1: only loops that do not touch the tensor */
  const int32_t *elide_first_read; /* [n_nodes] memories, compute: partial sums never written are not read */
  /* Prices: J for one value, and seconds that one value takes on its port (already divided by the node's own
   * parallel `instances`): time of an instance = sum or max over its transfers of values * time_per_value. */
  const double *energy_per_value; /* [n_nodes][n_tensors][4] memories; converters: what passes down as FORGE_READ, up as
                                     FORGE_UPDATE */
  const double *time_per_value;   /* [n_nodes][n_tensors][4] likewise */
  const double *energy_per_step;  /* [n_nodes] compute: J for one point; else 0 */
  const double *time_per_step;    /* [n_nodes] compute: s for one step; else 0 */

  /* Loop constraints: product of the iterations of the loops over these rank variables that stand at this node
   * (fan-outs: its own; memories: temporal loops directly below its keeps) `relation` bound. */
  uint32_t n_constraints;
  uint32_t n_objectives;
  const uint32_t *constraint_node;    /* [n_constraints] */
  const int32_t *constraint_relation; /* [n_constraints] */
  const double *constraint_bound;     /* [n_constraints] */
  const uint32_t *constraint_begin;   /* [n_constraints + 1] */
  const uint32_t *constraint_variable;
  /* Order constraints: the temporal loops below node o must stand in this order of rank variables, outermost first;
   * variables that are not listed stand inside of those that are. */
  const uint32_t *order_begin; /* [n_nodes + 1] */
  const uint32_t *order_variable;

  const int32_t *objective; /* [n_objectives] FORGE_ENERGY ...: the first decides, the next breaks ties */
  int32_t pareto;           /* 1: find the Pareto set of the objectives instead */
  int32_t factors;          /* FORGE_PERFECT ... */
  int32_t retain;           /* 0: only mappings whose keeps drop their tiles */
  int32_t pad0;
  /* Fan-outs with max_utilization 1: the product of their used places must be `most_places`. */
  const int32_t *max_utilization; /* [n_nodes] */
  double most_places;             /* 0: no such fan-out */
  double other_leak_power;        /* W of what is not on the path: leaks for the whole latency all the same */
  double tolerance;               /* stop when (best - bound) / best is not above it; 0: prove the optimum */
  double deadline;                /* seconds from now, may be infinite; is_cancelled() says when it is over */
  /* Since ABI 1.1. */
  const int32_t *objective_node; /* [n_objectives] FORGE_OCCUPANCY, FORGE_INSTANCES: node; else -1. -1 for these two as
                                    well: it is not on this path, and the objective is 0 */
  const double *instances;       /* [n_nodes] memories, compute: at one place, sharing its work; else 1 */
} forge_problem;

#ifdef __cplusplus
}
#endif
#endif
