// SPDX-License-Identifier: Apache-2.0
// Turns a fuzzer's bytes into decisions. When they run out everything is zero.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

namespace forge::fuzz {

class Bytes {
 public:
  Bytes(const std::uint8_t *data, std::size_t size) : data_(data), size_(size) {}

  bool empty() const { return size_ == 0; }

  template <class Number> Number take() {
    Number number{};
    const std::size_t n = std::min(size_, sizeof number);
    if (n > 0) {
      std::memcpy(&number, data_, n);
    }
    skip(n);
    return number;
  }

  // 0 ... n - 1
  std::uint32_t below(std::uint32_t n) { return take<std::uint8_t>() % n; }

  // True once in `n` times, and never when the bytes have run out.
  bool once_in(std::uint32_t n) { return !empty() && below(n) == n - 1; }

  std::string text(std::size_t longest) {
    const std::size_t n = std::min<std::size_t>({take<std::uint8_t>(), longest, size_});
    std::string result(reinterpret_cast<const char *>(data_), n);
    skip(n);
    return result;
  }

 private:
  void skip(std::size_t n) {
    data_ += n;
    size_ -= n;
  }

  const std::uint8_t *data_;
  std::size_t size_;
};

}  // namespace forge::fuzz
