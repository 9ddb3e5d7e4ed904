// SPDX-License-Identifier: Apache-2.0
#include "functions.hpp"

#include "support/catch.hpp"
#include "support/component_bench.hpp"

namespace forge::test {
namespace {

using namespace plugins::arithmetic;

constexpr double bf16 = 6;
constexpr double fp16 = 7;
constexpr double fp32_type = 9;

TEST_CASE("functions: tables have the sizes of published interpolators") {
  CHECK(interpolator(third_of_power_of_two, 24).address == 6);  // Oberman and Siu 2005
  CHECK(interpolator(third_of_inverse, 24).address == 7);
  CHECK(interpolator(third_of_inverse, 24).constant == 26);
}

TEST_CASE("functions: that many intervals are needed, and enough") {
  // The best quadratic polynomial errs as the interpolation at Chebyshev's nodes does, nearly.
  const auto error = [](auto f, double from, double width) {
    double x[3];
    double y[3];
    for (int i = 0; i < 3; ++i) {
      x[i] = from + width / 2 * (1 + std::cos((2 * i + 1) * 3.14159265358979 / 6));
      y[i] = f(x[i]);
    }
    double worst = 0;
    for (int k = 0; k <= 64; ++k) {
      const double at = from + width * k / 64;
      double value = 0;
      for (int i = 0; i < 3; ++i) {
        const int j = (i + 1) % 3;
        const int l = (i + 2) % 3;
        value += y[i] * (at - x[j]) * (at - x[l]) / ((x[i] - x[j]) * (x[i] - x[l]));
      }
      worst = std::max(worst, std::abs(value - f(at)));
    }
    return worst;
  };
  const auto power = [](double x) { return std::exp2(x); };
  const auto inverse = [](double x) { return 1 / x; };
  for (int p = 6; p <= 24; ++p) {
    const double half_ulp = std::exp2(-p - 1);
    const double width = std::exp2(-interpolator(third_of_power_of_two, p).address);
    CHECK(error(power, 1 - width, width) < 1.05 * half_ulp);
    CHECK((width == 1 || error(power, 1 - 2 * width, 2 * width) > 0.5 * half_ulp));
    CHECK(error(inverse, 1, std::exp2(-interpolator(third_of_inverse, p).address)) < 1.05 * half_ulp);
  }
}

TEST_CASE("functions: an exponential of fp32 costs what Aladdin's sine and cosine does") {
  const Values row = ComponentBench<Exp>().row({{"type", fp32_type}, {"node", 40e-9}});
  CHECK_THAT(row.at("exp.energy"), WithinRel(5.293e-12, 0.01));
  CHECK_THAT(row.at("area"), WithinRel(10587e-12, 0.01));
  CHECK_THAT(row.at("leak_power"), WithinRel(0.1037e-3, 0.01));
}

TEST_CASE("functions: a reciprocal needs no reduction of its range") {
  for (const double type : {bf16, fp16}) {
    const Values at = {{"type", type}, {"node", 7e-9}};
    const Values exponential = ComponentBench<Exp>().row(at);
    const Values reciprocal = ComponentBench<Reciprocal>().row(at);
    CHECK(reciprocal.at("compute.energy") < exponential.at("compute.energy"));
    CHECK(reciprocal.at("compute.latency") < exponential.at("compute.latency"));
  }
}

TEST_CASE("functions: integers have none here") {
  CHECK(ComponentBench<Exp>().row({{"type", 1}, {"node", 7e-9}}).empty());
  CHECK(ComponentBench<Reciprocal>().row({{"type", 10}, {"width", 8}, {"node", 7e-9}}).empty());
  CHECK(ComponentBench<Exp>().row({{"type", 11}, {"mantissa", 31}, {"exponent", 8}, {"node", 7e-9}}).empty());
}

}  // namespace
}  // namespace forge::test
