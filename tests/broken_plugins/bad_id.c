/* SPDX-License-Identifier: Apache-2.0
 * An id that no project could write. */
#define MODEL_ID TEXT("Zoo Model")
#include "good_component.h"
