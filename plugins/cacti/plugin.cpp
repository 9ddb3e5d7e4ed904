// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "cacti.hpp"
#include "forge/sdk/process.hpp"

namespace forge::plugins::cacti {
namespace {

constexpr std::array<int, 5> nodes = {22, 32, 45, 65, 90};  // nm, that CACTI has
constexpr std::string_view input_name = "memory.cfg";

constexpr std::string_view how_to_get =
    "; CACTI 7 is at https://github.com/HewlettPackard/cacti: build it, keep `tech_params` beside the program, and "
    "name "
    "the program in the model: program = \"/path/of/cacti\", or put it on PATH";

std::string last_line(std::string_view text) {
  const std::size_t end = text.find_last_not_of(" \t\r\n");
  if (end == std::string_view::npos) {
    return "";
  }
  text = text.substr(0, end + 1);
  text = text.substr(text.find_last_of('\n') + 1);
  std::string words(text.substr(0, 300));
  std::replace_if(
      words.begin(), words.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return words;
}

// "-size (bytes) 8192": what CACTI was asked, in a line.
std::string question_words(const std::string &configuration) {
  std::string words;
  std::size_t at = 0;
  for (int i = 0; i < 11 && at < configuration.size(); ++i) {  // those that differ between arrays stand first
    const std::size_t end = configuration.find('\n', at);
    const std::string line = configuration.substr(at + 1, end - at - 1);
    if (line.substr(0, 9) != "exclusive" && line.substr(0, 6) != "single") {
      words += (words.empty() ? "" : ", ") + line;
    }
    at = end + 1;
  }
  return words;
}

Answer mixed(const Answer &a, const Answer &b, double share) {
  const auto mix = [share](double x, double y) { return (1 - share) * x + share * y; };
  return {mix(a.read_energy, b.read_energy),
          mix(a.write_energy, b.write_energy),
          mix(a.leak_power, b.leak_power),
          mix(a.area, b.area),
          mix(a.cycle, b.cycle),
          mix(a.access, b.access)};
}

}  // namespace

Cacti::Cacti(const sdk::ComponentSetup &setup) : host_(setup.host), program_(setup.text(0)), directory_(setup.text(1)) {
  if (!sdk::can_run_processes(host_)) {
    throw sdk::Unsupported("CACTI is another program, and this host runs none: it needs forge with ABI 1.2 or later");
  }
}

// CACTI fails for blocks below 4 bytes and for banks of less than 64 rows.
std::optional<Cacti::Plan> Cacti::plan_of(const Row &in, std::vector<Asked> &asked,
                                          std::map<std::string, std::size_t> &known) const {
  Question question;
  question.type = static_cast<std::size_t>(in[type]);
  question.cell = static_cast<std::size_t>(in[cell]);
  question.objective = static_cast<std::size_t>(in[objective]);
  question.associativity = static_cast<std::int64_t>(in[associativity]);
  question.ports = static_cast<std::int64_t>(in[ports]);
  while (static_cast<double>(question.banks) < in[banks]) {
    question.banks *= 2;
  }
  question.kelvin = static_cast<int>(std::lround(in[temperature]));
  if (in[temperature] != question.kelvin || question.kelvin % 10 != 0) {
    host_.warning("cacti: CACTI knows temperatures of 300, 310 ... 400 K only");
    return std::nullopt;
  }
  if (question.type != is_cache && question.associativity != 1) {
    host_.warning("cacti: only a cache has an associativity; say type = \"cache\"");
    return std::nullopt;
  }
  const double ways = question.type == is_cache ? in[associativity] : 1;
  const double asked_width = std::max(std::ceil(in[width] / 8) * 8, 32 * ways);
  const double depth = in[size] / in[width];
  const double asked_depth = std::max(depth, 64 * in[banks]);
  question.bytes = static_cast<std::int64_t>(std::floor(asked_width * asked_depth / 8));
  question.block_bytes = static_cast<std::int64_t>(asked_width / 8);

  Plan plan;
  plan.width_share = in[width] / asked_width;
  plan.depth_share = depth / asked_depth;
  plan.banks = in[banks];
  plan.ports = in[ports];
  const double nm = in[node] * 1e9;
  plan.below = nm < nodes.front() ? nm / nodes.front() : 1;
  std::size_t upper = 0;
  while (upper + 1 < nodes.size() && nodes[upper] < nm * (1 - 1e-9)) {
    ++upper;
  }
  const std::size_t lower = upper == 0 || nm > nodes[upper] * (1 - 1e-9) ? upper : upper - 1;
  plan.between = lower == upper ? 0 : (nm - nodes[lower]) / (nodes[upper] - nodes[lower]);
  for (std::size_t i = lower; i <= upper; ++i) {
    question.node = nodes[i];
    const std::string text = configuration(question);
    const auto [place, is_new] = known.emplace(text, asked.size());
    if (is_new) {
      asked.push_back({text, in[time_limit], false, std::nullopt});
    }
    asked[place->second].time_limit = std::max(asked[place->second].time_limit, in[time_limit]);
    plan.questions.push_back(place->second);
  }
  return plan;
}

void Cacti::ask(Asked &asked) const {
  sdk::ProcessRequest request;
  request.program = program_;
  request.arguments = {"-infile", std::string(input_name)};
  request.files = {{std::string(input_name), asked.configuration}};
  request.links = {{"tech_params", directory_.empty() ? "tech_params" : directory_}};
  request.wanted = {std::string(input_name) + ".out"};
  request.seconds = asked.time_limit;
  request.is_cacheable = true;
  sdk::ProcessResult result;
  try {
    result = sdk::run_process(host_, request);
  } catch (const sdk::Failure &failure) {
    if (failure.status() == FORGE_UNSUPPORTED) {
      asked.is_refused = true;
      return;
    }
    if (failure.status() == FORGE_INVALID) {
      throw sdk::Invalid("CACTI cannot be asked: " + std::string(failure.what()) + std::string(how_to_get));
    }
    throw;
  }
  if (result.ending == sdk::ProcessResult::Ending::late) {
    throw sdk::Invalid("CACTI gave no answer within " + std::to_string(asked.time_limit) +
                       " s to: " + question_words(asked.configuration) + "; `time_limit` in the model gives it longer");
  }
  // It prints its input first: without a word of that, the program itself does not work.
  if (!result.succeeded() && result.output.empty()) {
    throw sdk::Invalid("'" + program_ + "' does not work here (" + result.ending_words() +
                       "): " + last_line(result.errors) + std::string(how_to_get));
  }
  // It exits with 0 whatever happens; what counts is whether there is an answer.
  asked.answer = result.succeeded() && result.files.at(0) ? answer_of(*result.files[0]) : std::nullopt;
  if (!asked.answer) {
    const std::string words = last_line(result.errors.empty() ? result.output : result.errors);
    host_.warning("cacti: no figures (" + result.ending_words() + (words.empty() ? "" : ", '" + words + "'") +
                  ") for: " + question_words(asked.configuration));
  }
}

void Cacti::evaluate(const sdk::Batch &batch) const {
  std::vector<std::optional<Plan>> plans(batch.rows());
  std::vector<Asked> asked;
  std::map<std::string, std::size_t> known;
  Row in(std::size(inputs));
  for (std::size_t i = 0; i < batch.rows(); ++i) {
    bool is_legal = true;
    for (std::size_t c = 0; c < in.size(); ++c) {
      in[c] = batch.input(c)[i];
      is_legal = is_legal && sdk::is_legal(inputs[c], in[c]);
    }
    if (is_legal) {
      plans[i] = plan_of(in, asked, known);
    }
  }
  // The first one alone: if CACTI is missing or broken, that is said once.
  if (!asked.empty()) {
    ask(asked.front());
    host_.parallel_for(asked.size() - 1, [&](std::uint64_t i, std::uint32_t) { ask(asked[i + 1]); });
  }
  if (std::any_of(asked.begin(), asked.end(), [](const Asked &one) { return one.is_refused; })) {
    host_.warning("cacti: this host runs no programs");
  }
  for (std::size_t i = 0; i < batch.rows(); ++i) {
    for (std::size_t c = 0; c < std::size(outputs); ++c) {
      batch.output(c)[i] = 0;
    }
    batch.status()[i] = FORGE_INFEASIBLE;
    if (!plans[i] || std::any_of(plans[i]->questions.begin(), plans[i]->questions.end(),
                                 [&](std::size_t q) { return !asked[q].answer; })) {
      continue;
    }
    const Plan &plan = *plans[i];
    const Answer &low = *asked[plan.questions.front()].answer;
    const Answer &high = *asked[plan.questions.back()].answer;
    const Answer answer = plan.questions.size() > 1 ? mixed(low, high, plan.between) : low;
    const double energy = (0.7 * plan.width_share + 0.3) * std::pow(plan.depth_share, 0.78) * std::sqrt(plan.below);
    const double bits = plan.width_share * plan.depth_share;
    const double leak = plan.below < 1 ? 0.79 * std::sqrt(plan.below) : 1;
    batch.status()[i] = FORGE_OK;
    batch.output(area)[i] = answer.area * bits * plan.below;
    batch.output(leak_power)[i] = answer.leak_power * plan.banks * bits * leak;
    batch.output(read_energy)[i] = answer.read_energy * energy;
    batch.output(write_energy)[i] = answer.write_energy * energy;
    batch.output(read_latency)[i] = batch.output(write_latency)[i] = answer.access * plan.below;
    batch.output(read_rate)[i] = batch.output(write_rate)[i] = plan.ports * plan.banks / (answer.cycle * plan.below);
  }
}

}  // namespace forge::plugins::cacti

FORGE_PLUGIN("cacti", "1.0.0", "Apache-2.0", "component figures from the CACTI of the user",
             forge::sdk::Components<forge::plugins::cacti::Cacti>)
