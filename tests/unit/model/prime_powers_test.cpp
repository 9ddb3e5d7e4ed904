// SPDX-License-Identifier: Apache-2.0
#include "model/prime_powers.hpp"

#include "support/catch.hpp"

using forge::model::prime_powers;
using Powers = std::vector<std::pair<std::uint64_t, std::uint32_t>>;

TEST_CASE("numbers up to 5000 are the products of their prime powers") {
  for (std::uint64_t n = 1; n <= 5000; ++n) {
    std::uint64_t product = 1, before = 1;
    for (const auto &[prime, exponent] : prime_powers(n)) {
      REQUIRE(prime > before);
      for (std::uint64_t d = 2; d * d <= prime; ++d)
        REQUIRE(prime % d != 0);
      for (std::uint32_t i = 0; i < exponent; ++i)
        product *= prime;
      before = prime;
    }
    REQUIRE(product == n);
  }
}

TEST_CASE("one has no prime powers") {
  CHECK(prime_powers(1).empty());
}

// By trial division these would take seconds each.
TEST_CASE("large primes and products of large primes") {
  CHECK(prime_powers(9223372036854775783ULL) == Powers{{9223372036854775783ULL, 1}});  // the largest below 2^63
  CHECK(prime_powers(3037000493ULL * 3037000493ULL) == Powers{{3037000493ULL, 2}});
  CHECK(prime_powers(2147483647ULL * 4294967291ULL) == Powers{{2147483647ULL, 1}, {4294967291ULL, 1}});
  CHECK(prime_powers(1009ULL * 1013 * 1019 * 1021 * 1031) ==
        Powers{{1009, 1}, {1013, 1}, {1019, 1}, {1021, 1}, {1031, 1}});
  CHECK(prime_powers(18446744073709551557ULL) == Powers{{18446744073709551557ULL, 1}});  // the largest below 2^64
  CHECK(prime_powers(1ULL << 62) == Powers{{2, 62}});
  CHECK(prime_powers(997ULL * 997 * 1000003) == Powers{{997, 2}, {1000003, 1}});
}

// Numbers that pass the Fermat test or few bases of Miller-Rabin.
TEST_CASE("pseudoprimes are split") {
  CHECK(prime_powers(3215031751ULL) == Powers{{151, 1}, {751, 1}, {28351, 1}});
  CHECK(prime_powers(3825123056546413051ULL) == Powers{{149491, 1}, {747451, 1}, {34233211, 1}});
  CHECK(prime_powers(1000003ULL * 1000033) == Powers{{1000003, 1}, {1000033, 1}});
}
