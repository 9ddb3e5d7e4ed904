// SPDX-License-Identifier: Apache-2.0
//
// Small workloads and architectures for tests of the model.
#pragma once

#include <string>
#include <vector>

#include "model/mapping.hpp"

namespace forge::model::test {

// first: Z[m,n] = A[m,k] * B[k,n] with m = 16, n = 8, k = 12 (role In is A); second: Y[m] = Z[m,n].
Workload two_matmuls();

// 0 DRAM, 1 Buffer, 2 fan-out PE with x = 4 and y = 3, 3 Spad, 4 compute MAC, 5 compute Vector under Buffer,
// which runs only `second`.
Architecture small_chip();

// Nodes of a nest for `first` on MAC; variables 0 m, 1 n, 2 k; tensors 0 A, 1 B, 2 Z.
NestNode keep(std::vector<std::size_t> tensors, std::size_t memory);
NestNode loop(std::size_t variable, std::uint64_t tile);
NestNode spread(std::size_t variable, std::uint64_t tile, std::size_t dimension);
NestNode compute(std::size_t node = 4);

// Messages of structural_errors for a nest of `first`.
std::vector<std::string> complaints(std::vector<NestNode> nest);

}  // namespace forge::model::test
