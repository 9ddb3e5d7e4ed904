/* SPDX-License-Identifier: Apache-2.0
 *
 * Base types of the forge plugin ABI: texts, statuses, errors, column descriptions.
 *
 * Rules that hold in every header of this folder:
 *   - C11 only, nothing but <stddef.h> and <stdint.h> is included, no symbol of the host is needed.
 *   - Every table starts with `struct_size`, set by its filler with sizeof(). Tables grow at the end only.
 *   - No memory changes hands: results go into storage of the caller, descriptions are constant data of
 *     the callee. Pointers in arguments live for the call only, unless it is said otherwise.
 *   - Quantities are SI without prefixes: J, s, W, m^2, m, Hz, V; sizes and widths in bit.
 *   - Thread tags: [any] = any thread, concurrently. [instance] = one thread at a time for each instance,
 *     not always the same one; different instances run in parallel. */
#ifndef FORGE_ABI_BASE_H
#define FORGE_ABI_BASE_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define FORGE_VISIBLE __attribute__((visibility("default")))
#else
#define FORGE_VISIBLE
#endif
#ifdef __cplusplus
#define FORGE_EXPORT extern "C" FORGE_VISIBLE
/* The first byte behind `field`. No C cast in C++, so that -Wold-style-cast stays usable. */
#define FORGE_END_OF(type, field) (offsetof(type, field) + sizeof(type::field))
#else
#define FORGE_EXPORT FORGE_VISIBLE
#define FORGE_END_OF(type, field) (offsetof(type, field) + sizeof(((type *)0)->field))
#endif

/* Does the table behind `ptr` reach as far as `field`? Ask before a field newer than 1.0 is used. */
#define FORGE_HAS(ptr, type, field) ((ptr)->struct_size >= FORGE_END_OF(type, field))

#define FORGE_ABI_MAJOR 1
#define FORGE_ABI_MINOR 2

#ifdef __cplusplus
extern "C" {
#endif

/* UTF-8, not terminated, without control characters but line feeds. Frozen: handed over in arrays. */
typedef struct forge_str {
  const char *ptr;
  uint64_t len;
} forge_str;

/* Unknown values are read as FORGE_INTERNAL. */
typedef int32_t forge_status;
enum {
  FORGE_OK = 0,
  FORGE_INVALID = 1,     /* the caller's input is wrong; the text says which and why */
  FORGE_UNSUPPORTED = 2, /* well formed, but this plugin cannot do it */
  FORGE_INFEASIBLE = 3,  /* no such design or mapping exists */
  FORGE_CANCELLED = 4,   /* the host asked to stop, and the plugin did */
  FORGE_INTERNAL = 5,    /* defect in the plugin; this instance stays usable */
  FORGE_FATAL = 6        /* defect; the host calls nothing but destroy() afterwards */
};

/* Where a callee puts the text of a failure. The storage belongs to the caller. */
typedef struct forge_error {
  uint32_t struct_size;
  forge_status code;
  char *text;        /* written NUL-terminated, cut at capacity on a character boundary */
  uint64_t capacity; /* bytes behind text, the NUL included; 0: no text is wanted */
} forge_error;

/* What a value means, and how it is checked before a plugin sees it. Unknown kinds are refused. */
enum {
  FORGE_REAL = 0,
  FORGE_INTEGER = 1, /* a whole number in a double, |x| <= 2^53 */
  FORGE_FLAG = 2,    /* 0 or 1 */
  FORGE_CHOICE = 3,  /* index into `choices` */
  FORGE_TEXT = 4,    /* text options only: handed over once, at create() */
  FORGE_FILE = 5     /* text options only: the user names a file, the plugin gets its bytes */
};
enum {
  FORGE_REQUIRED = 1u, /* input: must be given, `preset` is ignored */
  FORGE_OPTIONAL = 2u  /* input: NaN means "not given". output: NaN means "not modelled" */
};

/* Describes one input or output column, or one option. Constant data of the plugin; lives for ever. */
typedef struct forge_column_info {
  uint32_t struct_size;
  int32_t kind;   /* FORGE_REAL ... */
  uint32_t flags; /* FORGE_REQUIRED, FORGE_OPTIONAL */
  uint32_t n_choices;
  forge_str name;           /* lower case, digits, '_' and '.' */
  forge_str unit;           /* "J", "s", "W", "m^2", "m", "Hz", "V", "bit", or empty for a plain number; since 1.2 also
                               "F", "F/m", "Ohm", "K" */
  forge_str summary;        /* one line; for an output: where the figure comes from */
  double lowest;            /* inclusive */
  double highest;           /* inclusive */
  double preset;            /* used where the user says nothing */
  const forge_str *choices; /* [n_choices] for FORGE_CHOICE */
  forge_str preset_text;    /* for FORGE_TEXT and FORGE_FILE; empty: none */
  /* since 1.2: an input between lowest and highest, but outside of these, is beyond what the source covers: the model
   * extrapolates, and the host warns the user. Both 0: all of lowest ... highest is covered. */
  double covered_lowest;
  double covered_highest;
} forge_column_info;

#ifdef __cplusplus
}
#endif
#endif
