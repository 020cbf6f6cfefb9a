// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// All schedules of the learning rate.
#pragma once

#include <gradsmith/optimize/schedule/chained.hpp>
#include <gradsmith/optimize/schedule/constant_factor.hpp>
#include <gradsmith/optimize/schedule/cosine.hpp>
#include <gradsmith/optimize/schedule/cosine_restarts.hpp>
#include <gradsmith/optimize/schedule/cyclic.hpp>
#include <gradsmith/optimize/schedule/exponential.hpp>
#include <gradsmith/optimize/schedule/held.hpp>
#include <gradsmith/optimize/schedule/linear.hpp>
#include <gradsmith/optimize/schedule/multi_step.hpp>
#include <gradsmith/optimize/schedule/one_cycle.hpp>
#include <gradsmith/optimize/schedule/opposite.hpp>
#include <gradsmith/optimize/schedule/polynomial.hpp>
#include <gradsmith/optimize/schedule/scaled.hpp>
#include <gradsmith/optimize/schedule/sequence.hpp>
#include <gradsmith/optimize/schedule/step_decay.hpp>
#include <gradsmith/optimize/schedule/warm_up.hpp>
