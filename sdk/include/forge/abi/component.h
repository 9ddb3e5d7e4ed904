/* SPDX-License-Identifier: Apache-2.0
 *
 * Interface "forge.component/1": models of hardware components (SRAM, DRAM, register file, MAC, ...).
 *
 * A model turns a row of parameters into area, leakage, and energy and throughput of each action. The host
 * evaluates all distinct settings of a project in a few batches before the search starts.
 *
 * Names of outputs that the host understands:
 *   area            m^2  of one instance
 *   leak_power      W    of one instance
 *   ACTION.energy   J    per action (a memory's action moves the node's `width` bits)
 *   ACTION.latency  s    of one action
 *   ACTION.throughput Hz actions per second of one instance
 * ACTION is read, write, fill, update or drain for memories, compute (or the name of an operation) for
 * computes, convert for converters, hop for networks. Other outputs are shown, not used. */
#ifndef FORGE_ABI_COMPONENT_H
#define FORGE_ABI_COMPONENT_H

#include "plugin.h"

#define FORGE_COMPONENT_ID "forge.component/1"

#ifdef __cplusplus
extern "C" {
#endif

/* Columns in, columns out. Row i of the output depends on row i of the input only; a batch gives bit for bit
 * the result of its rows one by one, in any order, on each thread, in each process. n_rows == 0 is legal. */
typedef struct forge_batch {
  uint32_t struct_size;
  uint32_t n_inputs;
  uint32_t n_outputs;
  uint32_t pad0;
  uint64_t n_rows;
  const double *const *input; /* [n_inputs][n_rows], read only; choices as indices, NaN where optional and absent */
  double *const *output;      /* [n_outputs][n_rows], host's storage; finite and >= 0, NaN where optional */
  forge_status *row_status;   /* [n_rows], preset to FORGE_OK; FORGE_INFEASIBLE: no such component exists */
} forge_batch;

typedef struct forge_model_info {
  uint32_t struct_size;
  uint32_t pad0;
  forge_str id;      /* what a project writes as `component`: "sram", "acme.sram" */
  forge_str summary; /* one line */
  forge_str source;  /* where the figures come from: paper, data sheet */
  /* since 1.2 */
  forge_str
      classes; /* further names that a project may write as `component`, with one space between: "adder int-adder" */
  double accuracy; /* typical relative error of the figures, 0.1: 10 %; 0: not stated. Of several models that can
                      * answer, the host takes the one with the smallest; those that state none come last */
} forge_model_info;

typedef struct forge_component forge_component; /* an instance, opaque to the host */

typedef struct forge_component_interface {
  uint32_t struct_size;
  uint32_t pad0;
  /* Descriptions. [any] Constant data; NULL ends each list. */
  const forge_model_info *(*model_info)(uint32_t model);
  const forge_column_info *(*input_info)(uint32_t model, uint32_t column);
  const forge_column_info *(*output_info)(uint32_t model, uint32_t column);
  const forge_column_info *(*text_info)(uint32_t model, uint32_t option); /* FORGE_TEXT and FORGE_FILE options */
  /* Makes an instance of a model. texts[i] answers text_info(model, i); valid during the call. [any]
   * Unknown model: FORGE_INVALID. On failure *out may be set; the host then destroys it. */
  forge_status (*create)(const forge_host *host, uint32_t model, const forge_str *texts, uint32_t n_texts,
                         forge_component **out, forge_error *error);
  void (*destroy)(forge_component *self); /* [instance] NULL is legal */
  forge_status (*evaluate)(forge_component *self, const forge_batch *batch, forge_error *error); /* [instance] */
} forge_component_interface;

#ifdef __cplusplus
}
#endif
#endif
