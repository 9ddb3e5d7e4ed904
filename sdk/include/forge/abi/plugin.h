/* SPDX-License-Identifier: Apache-2.0
 *
 * The entry point of a plugin and the services of the host.
 *
 * A plugin is a shared library that exports one function, forge_plugin_v1. It links nothing of forge. The host
 * never unloads it, so constant data may be handed out for ever. There is no init and no shutdown: all state is
 * in instances made by the interfaces. A plugin starts no thread, opens no file, writes nothing to stdout or
 * stderr, and leaves locale, floating point mode, signals, environment and working directory alone. */
#ifndef FORGE_ABI_PLUGIN_H
#define FORGE_ABI_PLUGIN_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Unknown levels are read as FORGE_LOG_INFO. */
enum { FORGE_LOG_DEBUG = 0, FORGE_LOG_INFO = 1, FORGE_LOG_WARNING = 2, FORGE_LOG_ERROR = 3 };

/* Services of the host. Lives longer than all instances that were made with it. Host functions never call back
 * into the plugin. A function pointer of the 1.0 part is never null. */
typedef struct forge_host {
  uint32_t struct_size;
  uint32_t abi_minor; /* for messages; struct_size and ids decide what exists */
  void *impl;         /* the host's own */
  forge_str name;
  forge_str version;
  void (*log)(const struct forge_host *host, int32_t level, forge_str text);   /* [any] */
  uint32_t (*is_cancelled)(const struct forge_host *host);                     /* [any] ask at least every 100 ms */
  const void *(*get_extension)(const struct forge_host *host, const char *id); /* [any] NULL when unknown */
} forge_host;

/* What a plugin is. Constant data; every call of the entry point returns the same pointer. */
typedef struct forge_plugin {
  uint32_t struct_size;
  uint32_t abi_minor; /* FORGE_ABI_MINOR of the headers it was built with; for messages */
  forge_str id;       /* lower case letters, digits, '-', '_' and '.'; vendor first: "acme.memories" */
  forge_str version;
  forge_str license;
  forge_str summary;
  const void *(*get_interface)(const char *id); /* [any] NULL when unknown; matches the whole id */
} forge_plugin;

/* The only symbol a plugin exports. Cheap, repeatable, starts nothing. [any]
 * NULL is the polite refusal; the reason stands in *error. */
FORGE_EXPORT const forge_plugin *forge_plugin_v1(const forge_host *host, forge_error *error);

#ifdef __cplusplus
}
#endif
#endif
