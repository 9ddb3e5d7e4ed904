// SPDX-License-Identifier: Apache-2.0
#include "support/hash.hpp"
#include "support/catch.hpp"
#include "support/error.hpp"
#include "support/temporary_directory.hpp"

#include <string>

// NIST, FIPS 180-2, appendix B, and of the empty text.
TEST_CASE("sha256 is SHA-256") {
  CHECK(forge::sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(forge::sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(forge::sha256(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("sha256_of_file reads the whole file or says that it cannot") {
  const forge::test::TemporaryDirectory directory;
  const std::string text(200'000, 'x');
  CHECK(forge::sha256_of_file(directory.write("file", text)) == forge::sha256(text));
  CHECK_THROWS_AS(forge::sha256_of_file(directory.path() / "absent"), forge::Error);
}
