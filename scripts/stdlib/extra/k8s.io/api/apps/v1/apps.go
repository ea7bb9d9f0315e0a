package v1

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

type DaemonSetSpec struct {
	Selector *metav1.LabelSelector
	Template corev1.PodTemplateSpec
}

func (in *DaemonSetSpec) DeepCopy() *DaemonSetSpec
func (in *DaemonSetSpec) DeepCopyInto(out *DaemonSetSpec)

type DaemonSet struct {
	metav1.TypeMeta
	metav1.ObjectMeta
	Spec DaemonSetSpec
}

func (in *DaemonSet) DeepCopy() *DaemonSet
func (in *DaemonSet) DeepCopyInto(out *DaemonSet)

type DeploymentSpec struct {
	Selector *metav1.LabelSelector
	Template corev1.PodTemplateSpec
}

func (in *DeploymentSpec) DeepCopy() *DeploymentSpec
func (in *DeploymentSpec) DeepCopyInto(out *DeploymentSpec)

type Deployment struct {
	metav1.TypeMeta
	metav1.ObjectMeta
	Spec DeploymentSpec
}

func (in *Deployment) DeepCopy() *Deployment
func (in *Deployment) DeepCopyInto(out *Deployment)

type ReplicaSetSpec struct {
	Selector *metav1.LabelSelector
	Template corev1.PodTemplateSpec
}

func (in *ReplicaSetSpec) DeepCopy() *ReplicaSetSpec
func (in *ReplicaSetSpec) DeepCopyInto(out *ReplicaSetSpec)

type ReplicaSet struct {
	metav1.TypeMeta
	metav1.ObjectMeta
	Spec ReplicaSetSpec
}

func (in *ReplicaSet) DeepCopy() *ReplicaSet
func (in *ReplicaSet) DeepCopyInto(out *ReplicaSet)

type StatefulSetSpec struct {
	Selector *metav1.LabelSelector
	Template corev1.PodTemplateSpec
}

func (in *StatefulSetSpec) DeepCopy() *StatefulSetSpec
func (in *StatefulSetSpec) DeepCopyInto(out *StatefulSetSpec)

type StatefulSet struct {
	metav1.TypeMeta
	metav1.ObjectMeta
	Spec StatefulSetSpec
}

func (in *StatefulSet) DeepCopy() *StatefulSet
func (in *StatefulSet) DeepCopyInto(out *StatefulSet)
