/* SPDX-License-Identifier: Apache-2.0
 * A table with a hole. */
#define EVALUATE NULL
#include "good_component.h"
