/* SPDX-License-Identifier: Apache-2.0
 * A component table without evaluate. */
#define INTERFACE_SIZE (sizeof(forge_component_interface) - sizeof(void *))
#include "good_component.h"
