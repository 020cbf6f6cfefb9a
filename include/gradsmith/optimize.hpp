// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Optimizers for any objective, hand-written or bound; knows nothing of expressions.
#pragma once

#include <gradsmith/optimize/accumulated.hpp>
#include <gradsmith/optimize/adabelief.hpp>
#include <gradsmith/optimize/adadelta.hpp>
#include <gradsmith/optimize/adagrad.hpp>
#include <gradsmith/optimize/adam.hpp>
#include <gradsmith/optimize/adamax.hpp>
#include <gradsmith/optimize/adamw.hpp>
#include <gradsmith/optimize/adan.hpp>
#include <gradsmith/optimize/asgd.hpp>
#include <gradsmith/optimize/ask_tell.hpp>
#include <gradsmith/optimize/averaged.hpp>
#include <gradsmith/optimize/check_gradient.hpp>
#include <gradsmith/optimize/clipped.hpp>
#include <gradsmith/optimize/gauss_newton_search.hpp>
#include <gradsmith/optimize/gradient_descent.hpp>
#include <gradsmith/optimize/in_batches.hpp>
#include <gradsmith/optimize/in_groups.hpp>
#include <gradsmith/optimize/lamb.hpp>
#include <gradsmith/optimize/lbfgs.hpp>
#include <gradsmith/optimize/least_squares.hpp>
#include <gradsmith/optimize/levenberg_marquardt.hpp>
#include <gradsmith/optimize/lion.hpp>
#include <gradsmith/optimize/minimization.hpp>
#include <gradsmith/optimize/minimize.hpp>
#include <gradsmith/optimize/momentum_scheduled.hpp>
#include <gradsmith/optimize/multistart.hpp>
#include <gradsmith/optimize/muon.hpp>
#include <gradsmith/optimize/nadam.hpp>
#include <gradsmith/optimize/radam.hpp>
#include <gradsmith/optimize/reduced_on_plateau.hpp>
#include <gradsmith/optimize/rmsprop.hpp>
#include <gradsmith/optimize/rprop.hpp>
#include <gradsmith/optimize/saga.hpp>
#include <gradsmith/optimize/schedule_free_adamw.hpp>
#include <gradsmith/optimize/schedule_free_sgd.hpp>
#include <gradsmith/optimize/scheduled.hpp>
#include <gradsmith/optimize/schedules.hpp>
#include <gradsmith/optimize/sgd.hpp>
#include <gradsmith/optimize/svrg.hpp>
#include <gradsmith/optimize/yogi.hpp>
