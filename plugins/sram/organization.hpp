// SPDX-License-Identifier: Apache-2.0
// How the cells of a bank can be arranged (S. Wilton and N. Jouppi, "An enhanced access and cycle time model for
// on-chip caches", WRL 93/5, 1994; N. Muralimanohar et al., "CACTI 6.0", HPL-2009-85).
//
// A bank is a grid of mats. A mat is two by two subarrays around its decoder, and one mat answers an access: each of
// its subarrays gives a quarter of the word, and `mux` columns share an output. Mats hang on a tree of wires (H-tree).
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace forge::plugins::sram {

// 2^exponent, exactly.
constexpr double power_of_two(int exponent) noexcept {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52U);
}

// All numbers are powers of two, told by their exponents: words of a bank, bits of a word.
struct Bank {
  int words, width;
};
struct Organization {
  int mux;     // columns for each output
  int across;  // mats in a row of mats
  int down;    // rows of mats
  int rows;    // word lines of a subarray
};

// Rows of CACTI's smallest subarray; and most of the largest ones that it took in the runs of calibrate.py.
inline constexpr int fewest_rows = 4, most_rows = 10, most_columns = 12;
// The smallest bank that the runs had: 64 words of 32 bits.
inline constexpr int fewest_words = 6, least_width = 5;

constexpr int most_mux(const Bank &bank) noexcept {
  return std::max(1, most_columns + 2 - bank.width);
}

// Calls visit(organization) for all that come into question. Banks are 2 to 16 times as many mats high as wide:
// word lines are short enough without a second column of mats, and the tree reaches rows of mats from its middle.
template <typename Visit> constexpr void for_each_organization(const Bank &bank, Visit &&visit) {
  for (int mux = 0; mux <= most_mux(bank); ++mux) {
    for (int rows = fewest_rows; rows <= most_rows; ++rows) {
      const int mats = bank.words - mux - rows;
      for (int tall = mats == 0 ? 0 : 2 - mats % 2; tall <= std::min(mats, 4); tall += 2) {
        const int across = (mats - tall) / 2;
        if (mux + across >= 1) {  // a quarter of the word in each of the four subarrays
          visit(Organization{mux, across, across + tall, rows});
        }
      }
    }
  }
}

}  // namespace forge::plugins::sram
