// SPDX-License-Identifier: Apache-2.0
// Failures inside of a plugin and how they cross the border: exceptions here, a status and a text there.
// Throw Invalid or Unsupported with a text that says what the user can do; guarded() does the rest.
#pragma once

#include <cstring>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "forge/abi/base.h"

namespace forge::sdk {

class Failure : public std::runtime_error {
 public:
  Failure(forge_status status, const std::string &text) : std::runtime_error(text), status_(status) {}
  forge_status status() const noexcept { return status_; }

 private:
  forge_status status_;
};

// The caller's input is wrong; the text says which and why.
class Invalid : public Failure {
 public:
  explicit Invalid(const std::string &text) : Failure(FORGE_INVALID, text) {}
};

// Well formed, but this plugin cannot do it.
class Unsupported : public Failure {
 public:
  explicit Unsupported(const std::string &text) : Failure(FORGE_UNSUPPORTED, text) {}
};

// The host asked to stop.
class Cancelled : public Failure {
 public:
  Cancelled() : Failure(FORGE_CANCELLED, "cancelled") {}
};

// A host function failed and has said why: its status goes back as it came, its text stays.
class Returned : public std::exception {
 public:
  explicit Returned(forge_status status) noexcept : status_(status) {}
  forge_status status() const noexcept { return status_; }
  const char *what() const noexcept override { return "a function of the host failed"; }

 private:
  forge_status status_;
};

// Writes code and text into the caller's storage, cut on a character boundary of UTF-8.
inline void set_error(forge_error *error, forge_status code, std::string_view text) noexcept {
  if (error == nullptr || !FORGE_HAS(error, forge_error, capacity)) {
    return;
  }
  error->code = code;
  if (error->text == nullptr || error->capacity == 0) {
    return;
  }
  std::size_t size = text.size();
  if (size >= error->capacity) {
    size = static_cast<std::size_t>(error->capacity) - 1;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) {
      --size;
    }
  }
  if (size > 0) {
    std::memcpy(error->text, text.data(), size);
  }
  error->text[size] = '\0';
}

// Runs `body`, which returns nothing or a status, and turns what it throws into a status and a text.
template <typename Body> forge_status guarded(forge_error *error, Body &&body) noexcept {
  const auto failed = [error](forge_status status, const char *text) {
    set_error(error, status, text);
    return status;
  };
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<Body>>) {
      std::forward<Body>(body)();
      return FORGE_OK;
    } else {
      return std::forward<Body>(body)();
    }
  } catch (const Returned &returned) {
    return returned.status();
  } catch (const Failure &failure) {
    return failed(failure.status(), failure.what());
  } catch (const std::bad_alloc &) {
    return failed(FORGE_INTERNAL, "out of memory");
  } catch (const std::exception &defect) {
    return failed(FORGE_INTERNAL, defect.what());
  } catch (...) {
    return failed(FORGE_INTERNAL, "an exception of an unknown type");
  }
}

// Argument checks for the author's own debug builds: -DFORGE_SDK_CHECK. A failed one is FORGE_INTERNAL.
#ifdef FORGE_SDK_CHECK
inline constexpr bool checks_arguments = true;
#else
inline constexpr bool checks_arguments = false;
#endif

constexpr void require([[maybe_unused]] bool holds, [[maybe_unused]] const char *text) {
  if constexpr (checks_arguments) {
    if (!holds) {
      throw std::logic_error(text);
    }
  }
}

}  // namespace forge::sdk
