package v1

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

type PodSpec struct {
	NodeSelector map[string]string
}

func (in *PodSpec) DeepCopy() *PodSpec
func (in *PodSpec) DeepCopyInto(out *PodSpec)

type PodTemplateSpec struct {
	metav1.ObjectMeta
	Spec PodSpec
}

func (in *PodTemplateSpec) DeepCopy() *PodTemplateSpec
func (in *PodTemplateSpec) DeepCopyInto(out *PodTemplateSpec)

type Pod struct {
	metav1.TypeMeta
	metav1.ObjectMeta
	Spec PodSpec
}

func (in *Pod) DeepCopy() *Pod
func (in *Pod) DeepCopyInto(out *Pod)

type PodTemplate struct {
	metav1.TypeMeta
	metav1.ObjectMeta
	Template PodTemplateSpec
}

func (in *PodTemplate) DeepCopy() *PodTemplate
func (in *PodTemplate) DeepCopyInto(out *PodTemplate)

type ReplicationControllerSpec struct {
	Selector map[string]string
	Template *PodTemplateSpec
}

func (in *ReplicationControllerSpec) DeepCopy() *ReplicationControllerSpec
func (in *ReplicationControllerSpec) DeepCopyInto(out *ReplicationControllerSpec)

type ReplicationController struct {
	metav1.TypeMeta
	metav1.ObjectMeta
	Spec ReplicationControllerSpec
}

func (in *ReplicationController) DeepCopy() *ReplicationController
func (in *ReplicationController) DeepCopyInto(out *ReplicationController)

type ServiceSpec struct {
	Selector map[string]string
}

func (in *ServiceSpec) DeepCopy() *ServiceSpec
func (in *ServiceSpec) DeepCopyInto(out *ServiceSpec)

type Service struct {
	metav1.TypeMeta
	metav1.ObjectMeta
	Spec ServiceSpec
}

func (in *Service) DeepCopy() *Service
func (in *Service) DeepCopyInto(out *Service)

type ConfigMap struct {
	metav1.TypeMeta
	metav1.ObjectMeta
	Data       map[string]string
	BinaryData map[string][]byte
}

func (in *ConfigMap) DeepCopy() *ConfigMap
func (in *ConfigMap) DeepCopyInto(out *ConfigMap)

type Secret struct {
	metav1.TypeMeta
	metav1.ObjectMeta
	Data       map[string][]byte
	StringData map[string]string
}

func (in *Secret) DeepCopy() *Secret
func (in *Secret) DeepCopyInto(out *Secret)

type Endpoints struct {
	metav1.TypeMeta
	metav1.ObjectMeta
}

func (in *Endpoints) DeepCopy() *Endpoints
func (in *Endpoints) DeepCopyInto(out *Endpoints)

type Event struct {
	metav1.TypeMeta
	metav1.ObjectMeta
}

func (in *Event) DeepCopy() *Event
func (in *Event) DeepCopyInto(out *Event)

type Namespace struct {
	metav1.TypeMeta
	metav1.ObjectMeta
}

func (in *Namespace) DeepCopy() *Namespace
func (in *Namespace) DeepCopyInto(out *Namespace)

type Node struct {
	metav1.TypeMeta
	metav1.ObjectMeta
}

func (in *Node) DeepCopy() *Node
func (in *Node) DeepCopyInto(out *Node)

type PersistentVolume struct {
	metav1.TypeMeta
	metav1.ObjectMeta
}

func (in *PersistentVolume) DeepCopy() *PersistentVolume
func (in *PersistentVolume) DeepCopyInto(out *PersistentVolume)

type PersistentVolumeClaim struct {
	metav1.TypeMeta
	metav1.ObjectMeta
}

func (in *PersistentVolumeClaim) DeepCopy() *PersistentVolumeClaim
func (in *PersistentVolumeClaim) DeepCopyInto(out *PersistentVolumeClaim)

type ServiceAccount struct {
	metav1.TypeMeta
	metav1.ObjectMeta
}

func (in *ServiceAccount) DeepCopy() *ServiceAccount
func (in *ServiceAccount) DeepCopyInto(out *ServiceAccount)
