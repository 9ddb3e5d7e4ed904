// SPDX-License-Identifier: Apache-2.0
#include "forge/sdk/plugin.hpp"
#include "timely.hpp"

using forge::sdk::published::Model;
namespace timely = forge::plugins::timely;

FORGE_PLUGIN("timely", "1.0.0", "Apache-2.0", "components of TIMELY (ISCA 2020)",
             forge::sdk::Components<Model<timely::i_adder>, Model<timely::p_sub_buf>, Model<timely::x_sub_buf>,
                                    Model<timely::dtc>, Model<timely::tdc>, Model<timely::charging_comparator>,
                                    Model<timely::input_output_buffer>>)
