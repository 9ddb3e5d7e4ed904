// SPDX-License-Identifier: Apache-2.0
//
// The words of the progress line, without terminal and clock.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/cost.hpp"
#include "search/progress.hpp"

namespace forge::search {

// "conv1 (1 of 21): 1.23 M mappings, 345 k/s, 12.3 % valid, best energy 4.56 uJ, 0:12 left"
std::string progress_line(std::string_view title, const ProgressState &state, double elapsed);

// "energy 4.56 uJ, latency 1.2 ms"; plain numbers where `names` is empty.
std::string described(std::span<const double> objectives, std::span<const model::Quantity> names);

// Three digits and an SI prefix: "4.56 uJ", "345 k". Units that are not plain ("J*s") and values beyond the prefixes
// get an exponent instead: "4.56e-09 J*s".
std::string with_prefix(double value, std::string_view unit);

// "0:12", "3:05:00", "2 d 3 h"
std::string as_time(double seconds);

// The first `columns` characters of UTF-8 text, "..." at the end where something is missing.
std::string cut(std::string_view text, unsigned columns);

}  // namespace forge::search
