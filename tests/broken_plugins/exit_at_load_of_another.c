/* SPDX-License-Identifier: Apache-2.0
 * Ends the process, too, but nothing in it is what the others offer. */
#define PLUGIN_ID TEXT("zoo.another")
#define MODEL_ID TEXT("zoo.another.model")
#include "exit_at_load.c"
