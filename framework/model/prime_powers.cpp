// SPDX-License-Identifier: Apache-2.0
//
// Trial division takes seconds where a size has two large prime factors. So only small factors are divided out; what is
// left is split by Pollard's rho method (Brent's variant), and known to be prime by the Miller-Rabin test, which is no
// guess below 2^64 with the first twelve primes as bases.
#include "model/prime_powers.hpp"

#include <algorithm>
#include <numeric>

namespace forge::model {

namespace {

__extension__ typedef unsigned __int128 Wide;  // NOLINT(modernize-use-using): __extension__ takes no using

constexpr std::uint64_t small_limit = 1000;

std::uint64_t multiply(std::uint64_t a, std::uint64_t b, std::uint64_t modulus) {
  return static_cast<std::uint64_t>(static_cast<Wide>(a) * b % modulus);
}

std::uint64_t power(std::uint64_t base, std::uint64_t exponent, std::uint64_t modulus) {
  std::uint64_t result = 1;
  for (base %= modulus; exponent > 0; exponent >>= 1) {
    if ((exponent & 1) != 0)
      result = multiply(result, base, modulus);
    base = multiply(base, base, modulus);
  }
  return result;
}

// Is odd n > small_limit no strong probable prime to this base?
bool proves_composite(std::uint64_t base, std::uint64_t n) {
  std::uint64_t odd = n - 1;
  int twos = 0;
  for (; odd % 2 == 0; odd /= 2)
    ++twos;
  std::uint64_t x = power(base, odd, n);
  if (x == 1 || x == n - 1)
    return false;
  for (int i = 1; i < twos; ++i) {
    x = multiply(x, x, n);
    if (x == n - 1)
      return false;
  }
  return true;
}

bool is_prime(std::uint64_t n) {
  constexpr std::uint64_t bases[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
  return std::none_of(std::begin(bases), std::end(bases),
                      [n](std::uint64_t base) { return proves_composite(base, n); });
}

// A factor of an odd composite n, neither 1 nor n.
std::uint64_t find_factor(std::uint64_t n) {
  constexpr std::uint64_t batch = 128;  // differences are multiplied up: one gcd for so many
  for (std::uint64_t c = 1;; ++c) {
    const auto next = [&](std::uint64_t x) {
      const std::uint64_t square = multiply(x, x, n);
      return square >= n - c ? square - (n - c) : square + c;
    };
    std::uint64_t x = 2, y = 2, saved = 2, divisor = 1, product = 1;
    for (std::uint64_t length = 1; divisor == 1; length *= 2) {
      x = y;
      for (std::uint64_t i = 0; i < length; ++i)
        y = next(y);
      for (std::uint64_t done = 0; done < length && divisor == 1; done += batch) {
        saved = y;
        for (std::uint64_t i = 0; i < std::min(batch, length - done); ++i) {
          y = next(y);
          product = multiply(product, x > y ? x - y : y - x, n);
        }
        divisor = std::gcd(product, n);
      }
    }
    if (divisor == n) {  // both factors fell into one batch: step by step
      divisor = 1;
      while (divisor == 1) {
        saved = next(saved);
        divisor = std::gcd(x > saved ? x - saved : saved - x, n);
      }
    }
    if (divisor != n)
      return divisor;
  }
}

void add_factors(std::uint64_t n, std::vector<std::uint64_t> &primes) {
  if (n == 1)
    return;
  if (n < small_limit * small_limit || is_prime(n)) {
    primes.push_back(n);
    return;
  }
  const std::uint64_t factor = find_factor(n);
  add_factors(factor, primes);
  add_factors(n / factor, primes);
}

}  // namespace

std::vector<std::pair<std::uint64_t, std::uint32_t>> prime_powers(std::uint64_t n) {
  std::vector<std::uint64_t> primes;
  for (std::uint64_t p = 2; p < small_limit && p <= n / p; ++p) {
    for (; n % p == 0; n /= p)
      primes.push_back(p);
  }
  add_factors(n, primes);  // without factors below small_limit: prime below its square
  std::sort(primes.begin(), primes.end());
  std::vector<std::pair<std::uint64_t, std::uint32_t>> powers;
  for (const std::uint64_t prime : primes) {
    if (powers.empty() || powers.back().first != prime)
      powers.emplace_back(prime, 0);
    ++powers.back().second;
  }
  return powers;
}

}  // namespace forge::model
