// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Optimizers for any objective, hand-written or bound; knows nothing of expressions.
#pragma once

#include <gradsmith/optimize/adadelta.hpp>
#include <gradsmith/optimize/adagrad.hpp>
#include <gradsmith/optimize/adam.hpp>
#include <gradsmith/optimize/adam_w.hpp>
#include <gradsmith/optimize/adamax.hpp>
#include <gradsmith/optimize/averaged_sgd.hpp>
#include <gradsmith/optimize/gradient_descent.hpp>
#include <gradsmith/optimize/in_batches.hpp>
#include <gradsmith/optimize/lbfgs.hpp>
#include <gradsmith/optimize/minimize.hpp>
#include <gradsmith/optimize/n_adam.hpp>
#include <gradsmith/optimize/r_adam.hpp>
#include <gradsmith/optimize/r_prop.hpp>
#include <gradsmith/optimize/rms_prop.hpp>
#include <gradsmith/optimize/sgd.hpp>
