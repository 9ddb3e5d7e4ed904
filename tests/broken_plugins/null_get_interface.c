/* SPDX-License-Identifier: Apache-2.0
 * A plugin table with a hole. */
#define GET_INTERFACE NULL
#include "good_component.h"
