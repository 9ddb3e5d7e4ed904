// SPDX-License-Identifier: Apache-2.0
#include "support/hash.hpp"

#include <nettle/sha2.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <vector>

#include "support/error.hpp"

namespace forge {
namespace {

class Hash {
 public:
  Hash() { sha256_init(&context_); }

  void add(const char *bytes, std::size_t size) {
    sha256_update(&context_, size, reinterpret_cast<const std::uint8_t *>(bytes));
  }

  std::string digits() {
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
    sha256_digest(&context_, digest.size(), digest.data());
    std::string result;
    for (const std::uint8_t byte : digest) {
      result += "0123456789abcdef"[byte >> 4];
      result += "0123456789abcdef"[byte & 15];
    }
    return result;
  }

 private:
  sha256_ctx context_{};
};

}  // namespace

std::string sha256(std::string_view bytes) {
  Hash hash;
  hash.add(bytes.data(), bytes.size());
  return hash.digits();
}

std::string sha256_of_file(const std::filesystem::path &file) {
  std::ifstream stream(file, std::ios::binary);
  std::vector<char> block(1 << 16);
  Hash hash;
  while (stream) {
    stream.read(block.data(), static_cast<std::streamsize>(block.size()));
    hash.add(block.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (!stream.is_open() || stream.bad()) {
    throw Error{ErrorKind::file, "the file '" + file.string() + "' cannot be read"};
  }
  return hash.digits();
}

}  // namespace forge
