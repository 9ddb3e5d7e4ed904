// SPDX-License-Identifier: Apache-2.0
//
// A plugin that a fuzzer makes up: tables of any size with holes, lists that do not end or change, texts that are
// none, functions that fail, throw, or write nonsense. It keeps to what no host can check: memory is as large as the
// plugin says, and pointers that are not null can be read.
#pragma once

#include <forge/abi/component.h>
#include <forge/abi/report.h>
#include <forge/abi/sampler.h>
#include <forge/abi/solver.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "bytes.hpp"

namespace forge::fuzz {

class Foreign {
 public:
  explicit Foreign(Bytes bytes) : bytes_(bytes) {}
  Foreign(const Foreign &) = delete;
  Foreign &operator=(const Foreign &) = delete;

  Bytes &bytes() { return bytes_; }

  const forge_plugin *plugin();
  const forge_component_interface *component();
  const forge_sampler_interface *sampler();
  const forge_solver_interface *solver();
  const forge_report_interface *report();

  // What the callbacks answer.
  const forge_model_info *model_info(std::uint32_t model);
  const forge_strategy_info *strategy_info(std::uint32_t strategy);
  const forge_writer_info *writer_info(std::uint32_t writer);
  const forge_column_info *column_info(int list, std::uint32_t owner, std::uint32_t column);
  forge_status end(forge_error *error);  // a status and words; may throw

 private:
  struct Release {
    void operator()(void *memory) const { std::free(memory); }
  };

  // Exactly as many bytes as asked for, so that reading one more is seen.
  void *memory(std::size_t size);
  forge_str text(bool plain);
  forge_str id();
  double number();
  const forge_str *choices(std::uint32_t n);
  bool has_entry(int list, std::uint32_t owner, std::uint32_t index);
  template <class Table> const Table *table(Table whole);
  template <class Function> Function *hole(Function *function) { return bytes_.once_in(64) ? nullptr : function; }
  template <class Info, class Make>
  const Info *remembered(int list, std::uint32_t owner, std::uint32_t index, Make make);

  Bytes bytes_;
  std::vector<std::unique_ptr<void, Release>> memory_;
  std::map<std::tuple<int, std::uint32_t, std::uint32_t>, const void *> infos_;
  std::map<std::tuple<int, std::uint32_t>, std::uint32_t> lengths_;
};

// Makes `foreign` the one that all tables' functions belong to: they have no context of their own.
class Current {
 public:
  explicit Current(Foreign &foreign);
  Current(const Current &) = delete;
  Current &operator=(const Current &) = delete;
  ~Current();
};

}  // namespace forge::fuzz
