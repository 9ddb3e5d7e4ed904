// SPDX-License-Identifier: Apache-2.0
// The loop nest of an Einsum, with a column for each memory that shows from which line on it holds what.
#pragma once

#include <string>
#include <string_view>

#include "einsum_tables.hpp"

namespace forge::plugins {

// Tensors are often named after their Einsum, I_conv1 in conv1: below its name the suffix says nothing.
std::string_view short_name(std::string_view tensor, std::string_view einsum);

std::string nest_text(const EinsumTables &tables, std::string_view einsum);

}  // namespace forge::plugins
