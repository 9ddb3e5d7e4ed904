/* SPDX-License-Identifier: Apache-2.0
 *
 * The layout of ABI 1.0 on 64-bit machines, field by field. This file is append only, and between releases not even that:
 * what a later minor release appends to a struct gets its own layout_1_N.c. A line that no longer holds means that plugins
 * in the field break: change the header, not this file. Compiled as C11 and as C++20 against the current headers, and
 * against the frozen ones in sdk-1.0/. */
#include "forge/abi/component.h"
#include "forge/abi/ext/parallel.h"
#include "forge/abi/ext/progress.h"
#include "forge/abi/problem.h"
#include "forge/abi/report.h"
#include "forge/abi/sampler.h"
#include "forge/abi/solver.h"

#ifdef __cplusplus
#define CHECK(condition) static_assert(condition, #condition)
#else
#define CHECK(condition) _Static_assert(condition, #condition)
#endif

CHECK(sizeof(void *) == 8 && sizeof(void (*)(void)) == 8);

#define FIELD(type, field, offset) CHECK(offsetof(type, field) == (offset))
/* Handed over in arrays, so that the size is part of the contract for ever. */
#define FROZEN(type, size) CHECK(sizeof(type) == (size))
/* May grow at the end in a later minor release, together with FORGE_ABI_MINOR. */
#define GROWS(type, size) CHECK(sizeof(type) == (size) || (FORGE_ABI_MINOR > 0 && sizeof(type) > (size)))

/* base.h */
FROZEN(forge_str, 16);
FIELD(forge_str, ptr, 0);
FIELD(forge_str, len, 8);
GROWS(forge_error, 24);
FIELD(forge_error, struct_size, 0);
FIELD(forge_error, code, 4);
FIELD(forge_error, text, 8);
FIELD(forge_error, capacity, 16);
GROWS(forge_column_info, 112);
FIELD(forge_column_info, struct_size, 0);
FIELD(forge_column_info, kind, 4);
FIELD(forge_column_info, flags, 8);
FIELD(forge_column_info, n_choices, 12);
FIELD(forge_column_info, name, 16);
FIELD(forge_column_info, unit, 32);
FIELD(forge_column_info, summary, 48);
FIELD(forge_column_info, lowest, 64);
FIELD(forge_column_info, highest, 72);
FIELD(forge_column_info, preset, 80);
FIELD(forge_column_info, choices, 88);
FIELD(forge_column_info, preset_text, 96);

/* plugin.h */
GROWS(forge_host, 72);
FIELD(forge_host, struct_size, 0);
FIELD(forge_host, abi_minor, 4);
FIELD(forge_host, impl, 8);
FIELD(forge_host, name, 16);
FIELD(forge_host, version, 32);
FIELD(forge_host, log, 48);
FIELD(forge_host, is_cancelled, 56);
FIELD(forge_host, get_extension, 64);
GROWS(forge_plugin, 80);
FIELD(forge_plugin, struct_size, 0);
FIELD(forge_plugin, abi_minor, 4);
FIELD(forge_plugin, id, 8);
FIELD(forge_plugin, version, 24);
FIELD(forge_plugin, license, 40);
FIELD(forge_plugin, summary, 56);
FIELD(forge_plugin, get_interface, 72);

/* options.h */
GROWS(forge_options, 24);
FIELD(forge_options, struct_size, 0);
FIELD(forge_options, n_options, 4);
FIELD(forge_options, number, 8);
FIELD(forge_options, text, 16);

/* component.h */
GROWS(forge_batch, 48);
FIELD(forge_batch, struct_size, 0);
FIELD(forge_batch, n_inputs, 4);
FIELD(forge_batch, n_outputs, 8);
FIELD(forge_batch, pad0, 12);
FIELD(forge_batch, n_rows, 16);
FIELD(forge_batch, input, 24);
FIELD(forge_batch, output, 32);
FIELD(forge_batch, row_status, 40);
GROWS(forge_model_info, 56);
FIELD(forge_model_info, struct_size, 0);
FIELD(forge_model_info, pad0, 4);
FIELD(forge_model_info, id, 8);
FIELD(forge_model_info, summary, 24);
FIELD(forge_model_info, source, 40);
GROWS(forge_component_interface, 64);
FIELD(forge_component_interface, struct_size, 0);
FIELD(forge_component_interface, pad0, 4);
FIELD(forge_component_interface, model_info, 8);
FIELD(forge_component_interface, input_info, 16);
FIELD(forge_component_interface, output_info, 24);
FIELD(forge_component_interface, text_info, 32);
FIELD(forge_component_interface, create, 40);
FIELD(forge_component_interface, destroy, 48);
FIELD(forge_component_interface, evaluate, 56);

/* problem.h */
FROZEN(forge_nest_node, 24);
FIELD(forge_nest_node, kind, 0);
FIELD(forge_nest_node, operand, 4);
FIELD(forge_nest_node, node, 8);
FIELD(forge_nest_node, retain, 12);
FIELD(forge_nest_node, tile, 16);
GROWS(forge_problem, 384);
FIELD(forge_problem, struct_size, 0);
FIELD(forge_problem, n_variables, 4);
FIELD(forge_problem, n_tensors, 8);
FIELD(forge_problem, n_nodes, 12);
FIELD(forge_problem, einsum, 16);
FIELD(forge_problem, variable_name, 32);
FIELD(forge_problem, variable_size, 40);
FIELD(forge_problem, tensor_name, 48);
FIELD(forge_problem, is_output, 56);
FIELD(forge_problem, rank_begin, 64);
FIELD(forge_problem, term_begin, 72);
FIELD(forge_problem, term_variable, 80);
FIELD(forge_problem, term_coefficient, 88);
FIELD(forge_problem, node_name, 96);
FIELD(forge_problem, node_kind, 104);
FIELD(forge_problem, capacity, 112);
FIELD(forge_problem, fanout_size, 120);
FIELD(forge_problem, min_utilization, 128);
FIELD(forge_problem, latency_kind, 136);
FIELD(forge_problem, action, 144);
FIELD(forge_problem, leak_power, 152);
FIELD(forge_problem, power_gated, 160);
FIELD(forge_problem, keep, 168);
FIELD(forge_problem, keep_unless, 176);
FIELD(forge_problem, bits_per_value, 184);
FIELD(forge_problem, multicast, 192);
FIELD(forge_problem, reduce, 200);
FIELD(forge_problem, reuse, 208);
FIELD(forge_problem, elide_first_read, 216);
FIELD(forge_problem, energy_per_value, 224);
FIELD(forge_problem, time_per_value, 232);
FIELD(forge_problem, energy_per_step, 240);
FIELD(forge_problem, time_per_step, 248);
FIELD(forge_problem, n_constraints, 256);
FIELD(forge_problem, n_objectives, 260);
FIELD(forge_problem, constraint_node, 264);
FIELD(forge_problem, constraint_relation, 272);
FIELD(forge_problem, constraint_bound, 280);
FIELD(forge_problem, constraint_begin, 288);
FIELD(forge_problem, constraint_variable, 296);
FIELD(forge_problem, order_begin, 304);
FIELD(forge_problem, order_variable, 312);
FIELD(forge_problem, objective, 320);
FIELD(forge_problem, pareto, 328);
FIELD(forge_problem, factors, 332);
FIELD(forge_problem, retain, 336);
FIELD(forge_problem, pad0, 340);
FIELD(forge_problem, max_utilization, 344);
FIELD(forge_problem, most_places, 352);
FIELD(forge_problem, other_leak_power, 360);
FIELD(forge_problem, tolerance, 368);
FIELD(forge_problem, deadline, 376);

/* sampler.h */
FROZEN(forge_variable, 24);
FIELD(forge_variable, name, 0);
FIELD(forge_variable, kind, 16);
FIELD(forge_variable, n_values, 20);
GROWS(forge_space, 32);
FIELD(forge_space, struct_size, 0);
FIELD(forge_space, n_variables, 4);
FIELD(forge_space, variable, 8);
FIELD(forge_space, size, 16);
FIELD(forge_space, n_objectives, 24);
FIELD(forge_space, pad0, 28);
GROWS(forge_points, 32);
FIELD(forge_points, struct_size, 0);
FIELD(forge_points, pad0, 4);
FIELD(forge_points, capacity, 8);
FIELD(forge_points, n_rows, 16);
FIELD(forge_points, value, 24);
GROWS(forge_scores, 32);
FIELD(forge_scores, struct_size, 0);
FIELD(forge_scores, n_objectives, 4);
FIELD(forge_scores, n_rows, 8);
FIELD(forge_scores, objective, 16);
FIELD(forge_scores, row_status, 24);
GROWS(forge_strategy_info, 40);
FIELD(forge_strategy_info, struct_size, 0);
FIELD(forge_strategy_info, pad0, 4);
FIELD(forge_strategy_info, id, 8);
FIELD(forge_strategy_info, summary, 24);
GROWS(forge_sampler_interface, 56);
FIELD(forge_sampler_interface, struct_size, 0);
FIELD(forge_sampler_interface, pad0, 4);
FIELD(forge_sampler_interface, strategy_info, 8);
FIELD(forge_sampler_interface, option_info, 16);
FIELD(forge_sampler_interface, create, 24);
FIELD(forge_sampler_interface, destroy, 32);
FIELD(forge_sampler_interface, ask, 40);
FIELD(forge_sampler_interface, tell, 48);

/* solver.h */
GROWS(forge_solution, 24);
FIELD(forge_solution, struct_size, 0);
FIELD(forge_solution, n_nodes, 4);
FIELD(forge_solution, node, 8);
FIELD(forge_solution, claim, 16);
GROWS(forge_certificate, 24);
FIELD(forge_certificate, struct_size, 0);
FIELD(forge_certificate, is_optimal, 4);
FIELD(forge_certificate, bound, 8);
FIELD(forge_certificate, n_evaluated, 16);
GROWS(forge_solver_sink, 40);
FIELD(forge_solver_sink, struct_size, 0);
FIELD(forge_solver_sink, pad0, 4);
FIELD(forge_solver_sink, impl, 8);
FIELD(forge_solver_sink, incumbent, 16);
FIELD(forge_solver_sink, bound, 24);
FIELD(forge_solver_sink, evaluate, 32);
GROWS(forge_solver_interface, 48);
FIELD(forge_solver_interface, struct_size, 0);
FIELD(forge_solver_interface, pad0, 4);
FIELD(forge_solver_interface, strategy_info, 8);
FIELD(forge_solver_interface, option_info, 16);
FIELD(forge_solver_interface, create, 24);
FIELD(forge_solver_interface, destroy, 32);
FIELD(forge_solver_interface, solve, 40);

/* report.h */
GROWS(forge_column, 72);
FIELD(forge_column, struct_size, 0);
FIELD(forge_column, kind, 4);
FIELD(forge_column, name, 8);
FIELD(forge_column, unit, 24);
FIELD(forge_column, real, 40);
FIELD(forge_column, integer, 48);
FIELD(forge_column, text, 56);
FIELD(forge_column, valid, 64);
GROWS(forge_table, 40);
FIELD(forge_table, struct_size, 0);
FIELD(forge_table, n_columns, 4);
FIELD(forge_table, n_rows, 8);
FIELD(forge_table, name, 16);
FIELD(forge_table, column, 32);
GROWS(forge_sink, 24);
FIELD(forge_sink, struct_size, 0);
FIELD(forge_sink, pad0, 4);
FIELD(forge_sink, impl, 8);
FIELD(forge_sink, write, 16);
GROWS(forge_writer_info, 56);
FIELD(forge_writer_info, struct_size, 0);
FIELD(forge_writer_info, pad0, 4);
FIELD(forge_writer_info, id, 8);
FIELD(forge_writer_info, summary, 24);
FIELD(forge_writer_info, extension, 40);
GROWS(forge_report_interface, 32);
FIELD(forge_report_interface, struct_size, 0);
FIELD(forge_report_interface, pad0, 4);
FIELD(forge_report_interface, writer_info, 8);
FIELD(forge_report_interface, option_info, 16);
FIELD(forge_report_interface, write, 24);

/* ext/parallel.h */
GROWS(forge_parallel, 24);
FIELD(forge_parallel, struct_size, 0);
FIELD(forge_parallel, pad0, 4);
FIELD(forge_parallel, n_threads, 8);
FIELD(forge_parallel, for_each, 16);

/* ext/progress.h */
GROWS(forge_progress, 16);
FIELD(forge_progress, struct_size, 0);
FIELD(forge_progress, pad0, 4);
FIELD(forge_progress, report, 8);

/* Constants. */
#define IS(name, value) CHECK((name) == (value))
IS(FORGE_OK, 0);
IS(FORGE_INVALID, 1);
IS(FORGE_UNSUPPORTED, 2);
IS(FORGE_INFEASIBLE, 3);
IS(FORGE_CANCELLED, 4);
IS(FORGE_INTERNAL, 5);
IS(FORGE_FATAL, 6);
IS(FORGE_REAL, 0);
IS(FORGE_INTEGER, 1);
IS(FORGE_FLAG, 2);
IS(FORGE_CHOICE, 3);
IS(FORGE_TEXT, 4);
IS(FORGE_FILE, 5);
IS(FORGE_REQUIRED, 1u);
IS(FORGE_OPTIONAL, 2u);
IS(FORGE_LOG_DEBUG, 0);
IS(FORGE_LOG_INFO, 1);
IS(FORGE_LOG_WARNING, 2);
IS(FORGE_LOG_ERROR, 3);
IS(FORGE_MEMORY, 0);
IS(FORGE_FANOUT, 1);
IS(FORGE_COMPUTE, 2);
IS(FORGE_CONVERTER, 3);
IS(FORGE_NETWORK, 4);
IS(FORGE_BYPASS, 0);
IS(FORGE_MAY_KEEP, 1);
IS(FORGE_MUST_KEEP, 2);
IS(FORGE_LATENCY_SUM, 0);
IS(FORGE_LATENCY_MAX, 1);
IS(FORGE_LATENCY_OTHER, 2);
IS(FORGE_FILL, 0);
IS(FORGE_READ, 1);
IS(FORGE_UPDATE, 2);
IS(FORGE_DRAIN, 3);
IS(FORGE_N_TRANSFERS, 4);
IS(FORGE_LESS_EQUAL, 0);
IS(FORGE_EQUAL, 1);
IS(FORGE_GREATER_EQUAL, 2);
IS(FORGE_ENERGY, 0);
IS(FORGE_LATENCY, 1);
IS(FORGE_ENERGY_DELAY_PRODUCT, 2);
IS(FORGE_ENERGY_DELAY_SQUARED, 3);
IS(FORGE_PERFECT, 0);
IS(FORGE_IMPERFECT, 1);
IS(FORGE_NEST_KEEP, 0);
IS(FORGE_NEST_FOR, 1);
IS(FORGE_NEST_PAR, 2);
IS(FORGE_NEST_COMPUTE, 3);
IS(FORGE_VARIABLE_OTHER, 0);
IS(FORGE_VARIABLE_FACTORS, 1);
IS(FORGE_VARIABLE_ORDER, 2);
IS(FORGE_VARIABLE_KEEP, 3);
IS(FORGE_COLUMN_REAL, 0);
IS(FORGE_COLUMN_INTEGER, 1);
IS(FORGE_COLUMN_TEXT, 2);
IS(FORGE_ABI_MAJOR, 1);
