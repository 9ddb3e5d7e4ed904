/* SPDX-License-Identifier: Apache-2.0
 * Nothing is wrong with it: the others differ from it in one thing. */
#include "good_component.h"
