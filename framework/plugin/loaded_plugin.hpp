// SPDX-License-Identifier: Apache-2.0
//
// One loaded plugin: what it says about itself, and a face for each model, strategy and writer that it offers. Used by
// the Registry and by `forge plugin info` and `check`.
#pragma once

#include <forge/abi/component.h>
#include <forge/abi/report.h>
#include <forge/abi/sampler.h>
#include <forge/abi/solver.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "plugin/adapt.hpp"
#include "plugin/component.hpp"
#include "plugin/strategy.hpp"
#include "plugin/writer.hpp"

namespace forge::plugin {

class LoadedPlugin {
 public:
  // Opens the file and adapts everything in it. Throws Error{plugin} that names the file: broken or refused.
  LoadedPlugin(const std::filesystem::path &file, const forge_host *host);
  LoadedPlugin(const LoadedPlugin &) = delete;
  LoadedPlugin &operator=(const LoadedPlugin &) = delete;

  std::string file;
  Identity identity;
  std::vector<std::unique_ptr<ComponentModel>> components;
  std::vector<std::unique_ptr<Strategy>> strategies;
  std::vector<std::unique_ptr<Writer>> writers;

  // The adapted tables; null where the plugin lacks the interface.
  const forge_component_interface *component_table() const { return component_.get(); }
  const forge_sampler_interface *sampler_table() const { return sampler_.get(); }
  const forge_solver_interface *solver_table() const { return solver_.get(); }
  const forge_report_interface *report_table() const { return report_.get(); }

 private:
  void read_interfaces(const forge_plugin *plugin);
  void make_faces();

  std::unique_ptr<forge_component_interface> component_;
  std::unique_ptr<forge_sampler_interface> sampler_;
  std::unique_ptr<forge_solver_interface> solver_;
  std::unique_ptr<forge_report_interface> report_;
};

}  // namespace forge::plugin
